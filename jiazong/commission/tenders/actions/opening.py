"""The opening: the hour has come, bids are opened, each is held against its hash and gets its verdict."""
import json
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from jiazong.commission.tenders import envelopes
from jiazong.commission.tenders.actions.bidding import refused_as
from jiazong.commission.tenders.models import Bid, Notice, Offer, Reason, SealKey, Tender
from jiazong.commission.tenders.models import tender as states
from jiazong.commission.tenders.rules import checking, files, sealing
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.rules.telling import plain
from jiazong.commission.tenders.troubles import NotNow
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle

FEWEST = "fewest_valid_bids"
TOO_FEW_VALID, TASK_ENDED = "too_few_valid", "task_ended"
UNREADABLE = checking.Reason(
    "changed_after_sealing", "投标内容不能读出", "产品：开标时的核对", "L", (checking.Finding(None, "content", "—", "—"),)
)


@transaction.atomic
def open_bids(tender: Tender, *, by: Account | None) -> Tender:
    """Open every bid of a tender, write down its verdict, and cancel where fewer are valid than the law asks.

    The database refuses it before the hour by its own clock. Raises NotNow.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7201, hashtext(%s))", [str(tender.pk)])
    found = Tender.objects.select_for_update(of=("self",)).select_related("purchaser").get(pk=tender.pk)
    if found.state != states.PUBLISHED:
        raise NotNow("state", state=found.state)
    if found.opens_at > timezone.now():
        raise NotNow("not_before_opening")
    found.state, found.opened_at = states.OPENED, timezone.now()
    with refused_as("not_before_opening"):
        found.save(update_fields=["state", "opened_at"])
    secret, asked = SealKey.objects.get(tender=found).secret, files.read_tender(found.versions.last().content["tender"])
    bids = list(Bid.objects.filter(tender=found, withdrawn_at__isnull=True).select_related("agency"))
    offers = [_open(found, bid, asked, secret) for bid in bids]
    valid = sum(offer.is_valid for offer in offers)
    chronicle.record("tenders.opened", found, by=by, code=found.code, bids=len(bids), valid=valid)
    if valid < (asked.rules.number(FEWEST) or 0):
        return cancel(found, why=TOO_FEW_VALID, words="", by=by)
    return found


def _open(tender: Tender, bid: Bid, asked: files.Tender, secret: str) -> Offer:
    """One bid out of its envelope, with its verdict."""
    content, is_as_sealed, verdict = None, False, checking.Verdict((UNREADABLE,))
    try:
        content = json.loads(envelopes.open_with(secret, str(bid.pk), bytes(bid.sealed)))
        is_as_sealed = sealing.digest(content) == bid.sha256
        verdict = checking.check(asked, files.read_bid(stamped(content, bid)))
    except (envelopes.DoesNotOpen, json.JSONDecodeError, BadFile):
        pass
    made = Offer.objects.create(bid=bid, tender=tender, content=content, is_as_sealed=is_as_sealed, is_valid=verdict.is_valid)
    findings = [(reason, finding) for reason in verdict.reasons for finding in reason.findings]
    Reason.objects.bulk_create(
        Reason(
            bid=bid, order=order, code=reason.code, rule=reason.rule[:120], source=reason.source[:300], lot=(finding.lot or "")[:20],
            item=str(finding.item or "")[:80], found=_said(finding.found), required=_said(finding.required),
        )
        for order, (reason, finding) in enumerate(findings, start=1)
    )  # fmt: skip
    return made


def stamped(content: dict[str, Any], bid: Bid) -> dict[str, Any]:
    """A bid as its file says it: with the database's time and the hash of the receipt."""
    received = timezone.localtime(bid.submitted_at).isoformat()
    return {**content, "received": received, "sealed_sha256": bid.sha256}


def _said(value: Any) -> str:
    """A value as it is kept: a list with 、 between, nothing as nothing."""
    shown = plain(value)
    if isinstance(shown, list | tuple):
        shown = "、".join(map(str, shown))
    return "" if shown is None else str(shown)[:300]


@transaction.atomic
def cancel(tender: Tender, *, why: str, words: str, by: Account | None) -> Tender:
    """Cancel a tender (废标): too few valid bids, or the task is given up; the reason is made public. Raises NotNow."""
    found = Tender.objects.select_for_update(of=("self",)).select_related("purchaser").get(pk=tender.pk)
    if found.state not in (states.PUBLISHED, states.OPENED, states.SCORED):
        raise NotNow("state", state=found.state)
    found.state, found.decided_at, found.why_cancelled, found.words_cancelled = states.CANCELLED, timezone.now(), why, words
    found.save(update_fields=["state", "decided_at", "why_cancelled", "words_cancelled"])
    content = {"code": found.code, "name": found.name, "purchaser": found.purchaser.name, "why": why, "words": words}
    Notice.objects.create(tender=found, kind=Notice.CANCELLED, content=content)
    chronicle.record("tenders.cancelled", found, by=by, code=found.code, why=why)
    return found
