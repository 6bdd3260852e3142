"""From a draft to a published tender."""
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiazong.commission.tenders import envelopes
from jiazong.commission.tenders.models import Lot, Minimum, Notice, ScoringItem, SealKey, Tender, Version
from jiazong.commission.tenders.models import tender as states
from jiazong.commission.tenders.requirement import Requirement
from jiazong.commission.tenders.rules import publishing, sealing
from jiazong.commission.tenders.rules.files import read_tender
from jiazong.commission.tenders.troubles import NotNow
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Body


@transaction.atomic
def draft(typed: Mapping[str, str], *, code: str, name: str, kind: str, method: str, purchaser: Body, by: Account | None) -> Tender:
    """Keep a requirement that is being typed, as far as it is; its number and purchaser are known."""
    made = Tender.objects.create(
        code=code, name=name, kind=kind, method=method, purchaser=purchaser, region_id=purchaser.region_id, typed=dict(typed), created_by=by,
    )
    chronicle.record("tenders.drafted", made, by=by, code=code)
    return made


@transaction.atomic
def keep_draft(tender: Tender, typed: Mapping[str, str], *, by: Account | None, **head: Any) -> Tender:
    """Keep what now stands in the form of a draft. Raises NotNow for what is published."""
    found = _held(tender, states.DRAFT)
    for name, value in head.items():
        setattr(found, name, value)
    found.typed, found.region_id = dict(typed), found.purchaser.region_id
    found.save(update_fields=["typed", "region_id", *head])
    chronicle.record("tenders.draft_kept", found, by=by, code=found.code)
    return found


@transaction.atomic
def drop(tender: Tender, *, by: Account | None) -> None:
    """Throw a draft away. Raises NotNow for what is published."""
    found = _held(tender, states.DRAFT)
    chronicle.record("tenders.draft_dropped", found, by=by, code=found.code)
    found.delete()


@transaction.atomic
def publish(
    tender: Tender, asked: Requirement, *, notice_day: date, closes_at: datetime, opens_at: datetime, by: Account | None,
    notice_address: str = "",
) -> Tender:
    """Publish a requirement: from now on it stays as it is, and bids may come, closed with the tender's own key.

    `notice_day` is the day of the notice on the official portal; without an address it is today. Raises NotNow: the days
    to closing are fewer than the law asks, closing lies behind, opening before closing; BadFile for a file that cannot be.
    """
    found, today = _held(tender, states.DRAFT), timezone.localdate()
    if notice_day > today or notice_day < today and not notice_address:
        raise NotNow("notice_day")
    if closes_at <= timezone.now() or opens_at < closes_at:
        raise NotNow("closes_behind")
    public, secret = envelopes.make_keys()
    # The public half stands in the notice before any bid comes: also the seed of the lot where everything else is equal.
    file = asked.file(notice_day=notice_day, closes_at=timezone.localtime(closes_at), draw_seed=public)
    for fault in publishing.faults_of(read_tender(file)):
        raise NotNow(fault.code, found=fault.found, required=fault.required)
    _write_parts(found, asked, file)
    SealKey.objects.create(id=found.pk, tender=found, secret=secret)
    found.entry_id, found.catalogue_item = asked.asked.entry or None, asked.asked.catalogue_item
    found.state, found.public_key, found.published_at = states.PUBLISHED, public, timezone.now()
    found.notice_day, found.notice_address, found.closes_at, found.opens_at = notice_day, notice_address, closes_at, opens_at
    found.save()
    version = found.versions.get(number=1)
    Notice.objects.create(tender=found, kind=Notice.TENDER, content={
        **_public(found), **version.content, "sha256": version.sha256, "opens": timezone.localtime(opens_at).isoformat(), "notice_address": notice_address,
    })  # fmt: skip
    chronicle.record("tenders.published", found, by=by, code=found.code, sha256=version.sha256, closes=closes_at.isoformat())
    return found


@transaction.atomic
def put_off(tender: Tender, *, closes_at: datetime, opens_at: datetime, by: Account | None) -> Tender:
    """Close and open later than published; never earlier. Raises NotNow."""
    found = _held(tender, states.PUBLISHED)
    if found.closes_at <= timezone.now() or closes_at < found.closes_at or opens_at < max(closes_at, found.opens_at):
        raise NotNow("only_later")
    found.closes_at, found.opens_at = closes_at, opens_at
    found.save(update_fields=["closes_at", "opens_at"])
    chronicle.record("tenders.put_off", found, by=by, code=found.code, closes=closes_at.isoformat())
    return found


def _write_parts(tender: Tender, asked: Requirement, file: dict[str, Any]) -> None:
    """The requirement as rows, and as the file that was published."""
    coded = asked.coded()
    for order, lot in enumerate(asked.lots, start=1):
        made = Lot.objects.create(tender=tender, code=lot.code, name=lot.name, annual_budget_fen=lot.annual_budget_fen, order=order)
        Minimum.objects.bulk_create(
            Minimum(lot=made, code=code, name=one.name, method=one.method, unit=one.unit, counts=one.counts, least=one.least, order=number)
            for number, (code, one) in enumerate(coded, start=1) if one.lot == lot.code
        )  # fmt: skip
    ScoringItem.objects.bulk_create(
        ScoringItem(tender=tender, code=code, part=one.part, name=one.name, words=one.words, most=one.most, order=order)
        for order, (code, one) in enumerate(asked.coded_items(), start=1)
    )
    content = {"tender": file, "about": asked.about()}
    Version.objects.create(tender=tender, number=1, content=content, sha256=sealing.digest(content))


def _public(tender: Tender) -> dict[str, Any]:
    return {"code": tender.code, "name": tender.name, "kind": tender.kind, "purchaser": tender.purchaser.name, "method": tender.method}


def _held(tender: Tender, *in_states: str) -> Tender:
    found = Tender.objects.select_for_update(of=("self",)).select_related("purchaser").get(pk=tender.pk)
    if found.state not in in_states:
        raise NotNow("state", state=found.state)
    return found
