"""What a bidder does: write, close and hand in, take back, ask."""
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.commission.tenders import envelopes, legal
from jiazong.commission.tenders.models import Bid, BidDraft, Inquiry, Tender
from jiazong.commission.tenders.models import tender as states
from jiazong.commission.tenders.rules import sealing
from jiazong.commission.tenders.troubles import NotNow
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Body


@transaction.atomic
def keep_bid_draft(tender: Tender, agency: Body, typed: Mapping[str, str], *, by: Account | None) -> BidDraft:
    """Keep a bid that is being written, closed with the agency's own key; nobody else has a way to it."""
    kept = BidDraft.objects.select_for_update().filter(tender=tender, agency=agency).first()
    if kept is None:
        kept = BidDraft.objects.create(tender=tender, agency=agency, typed=dict(typed))
        chronicle.record("tenders.bid_begun", kept, by=by)
        return kept
    kept.typed, kept.changed_at = dict(typed), Now()
    kept.save(update_fields=["typed", "changed_at"])
    return kept


@transaction.atomic
def submit_bid(tender: Tender, agency: Body, content: Mapping[str, Any], *, by: Account | None) -> Bid:
    """Close a bid with the tender's key and hand it in; a bid the agency handed in before is taken back first.

    The hash of the content (SHA-256 of its canonical JSON) is the receipt; the database takes the time. Raises NotNow
    after closing.
    """
    found = Tender.objects.get(pk=tender.pk)
    if found.state != states.PUBLISHED or found.closes_at < timezone.now():
        raise NotNow("closed")
    content = {**content, "bidder": agency.name}
    digest = sealing.digest(content)
    there = Bid.objects.select_for_update().filter(tender=found, agency=agency, withdrawn_at__isnull=True).first()
    if there and there.sha256 == digest:
        return there
    if there:
        withdraw_bid(there, by=by)
    made = Bid(tender=found, agency=agency, sha256=digest, submitted_by=by)
    made.sealed = envelopes.close(found.public_key, str(made.pk), sealing.canonical(content))
    with refused_as("closed"):
        made.save(force_insert=True)
    made.refresh_from_db(fields=["submitted_at"])
    BidDraft.objects.filter(tender=found, agency=agency).delete()
    chronicle.record("tenders.bid_sealed", made, by=by, code=found.code, sha256=digest)
    return made


@transaction.atomic
def withdraw_bid(bid: Bid, *, by: Account | None) -> Bid:
    """Take a bid back before closing; its content is gone, that it was there stays. Raises NotNow after closing."""
    if bid.withdrawn_at:
        return bid
    bid.sealed, bid.withdrawn_at, bid.withdrawn_by = b"", timezone.now(), by
    with refused_as("closed"):
        bid.save(update_fields=["sealed", "withdrawn_at", "withdrawn_by"])
    chronicle.record("tenders.bid_withdrawn", bid, by=by, sha256=bid.sha256)
    return bid


@transaction.atomic
def raise_inquiry(tender: Tender, agency: Body, *, about: str, words: str, by: Account | None) -> Inquiry:
    """Ask the purchaser about the requirement, the procedure or the result (质疑). Raises NotNow when the days for it are over."""
    found, today = Tender.objects.get(pk=tender.pk), timezone.localdate()
    if found.published_at is None:
        raise NotNow("state", state=found.state)
    last = legal.last_day_to_ask(found, about)
    if last is None or today > last:
        raise NotNow("too_late_to_ask", last=last)
    made = Inquiry.objects.create(
        tender=found, agency=agency, about=about, words=words, raised_by=by, answer_by=legal.answer_by(today)
    )
    chronicle.record("tenders.asked", made, by=by, about=about)
    return made


class refused_as:
    """Say in a word of ours what the database refused by one of its clocks."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.point = transaction.atomic()

    def __enter__(self) -> None:
        self.point.__enter__()

    def __exit__(self, kind: Any, fault: Any, trace: Any) -> None:
        self.point.__exit__(kind, fault, trace)
        if isinstance(fault, IntegrityError):
            raise NotNow(self.code) from fault
