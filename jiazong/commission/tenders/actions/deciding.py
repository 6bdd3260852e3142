"""Award, answers to queries, the signature, and the contract of the first year."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.commission.catalogue.actions import items as catalogue
from jiazong.commission.catalogue.rules import removal
from jiazong.commission.contracts import actions as contracts
from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import read_contract
from jiazong.commission.lifecycle import actions as lifecycle
from jiazong.commission.tenders.actions.judging import total_fen
from jiazong.commission.tenders.models import Award, Inquiry, Minimum, Notice, Signing, Standing, Tender
from jiazong.commission.tenders.models import tender as states
from jiazong.commission.tenders.promised import contract_file
from jiazong.commission.tenders.rules import files
from jiazong.commission.tenders.troubles import NotNow
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle


@dataclass(frozen=True)
class Signed:
    """What is written down of a contract that was signed."""

    contract_code: str
    centre_code: str
    centre_name: str
    signed_on: date
    first_day: date
    last_day: date


@transaction.atomic
def award(tender: Tender, *, by: Account | None) -> Award:
    """Award a tender to the bid that stands first, and publish the notice the law asks for. Raises NotNow."""
    found = _held(tender, states.SCORED)
    first: Standing = found.standings.select_related("bid__agency", "bid__offer").get(rank=1)
    content = first.bid.offer.content
    years = _yearly_fen(content)
    made = Award.objects.create(
        tender=found, bid=first.bid, agency=first.bid.agency, first_year_fen=years[0], total_fen=total_fen(content), awarded_by=by
    )
    found.state, found.decided_at = states.AWARDED, timezone.now()
    found.save(update_fields=["state", "decided_at"])
    Notice.objects.create(tender=found, kind=Notice.AWARD, content={
        "code": found.code, "name": found.name, "purchaser": found.purchaser.name, "winner": first.bid.agency.name,
        "years_fen": years, "total_fen": made.total_fen, "total": None if first.total is None else str(first.total),
        "panel": [one.name for one in found.panel.all() if one.has_conflict is False],
    })  # fmt: skip
    _note_purchase(found, day=timezone.localdate(), begins=timezone.localdate(), reference=found.code, by=by)
    chronicle.record("tenders.awarded", found, by=by, code=found.code)
    return made


def _note_purchase(tender: Tender, *, day: date, begins: date, reference: str, by: Account | None) -> None:
    """The catalogue learns that its project is bought, for all years the tender asks for."""
    if tender.entry_id is None:
        return
    years = files.read_tender(tender.versions.last().content["tender"]).years
    last = removal.years_after(begins, years) - timedelta(days=1)
    catalogue.note_purchase(tender.entry.item, day=day, last_day=last, reference=reference, words=f"{tender.code} {tender.name}", by=by)


def _yearly_fen(content: Mapping[str, Any]) -> list[int]:
    """What a bid costs year by year over all lots, in fen."""
    lots = [lot["annual_price_yuan"] for lot in content["lots"]]
    return [sum(round(Decimal(str(lot[year])) * 100) for lot in lots if year < len(lot)) for year in range(max(map(len, lots)))]


@transaction.atomic
def answer_inquiry(inquiry: Inquiry, *, answer: str, is_upheld: bool, by: Account | None) -> Inquiry:
    """Answer a bidder's query; an answer is given once."""
    found = Inquiry.objects.select_for_update(of=("self",)).select_related("tender").get(pk=inquiry.pk)
    if found.answered_at:
        return found
    found.answer, found.is_upheld, found.answered_at = answer, is_upheld, Now()
    found.save(update_fields=["answer", "is_upheld", "answered_at"])
    chronicle.record("tenders.answered", found.tender, by=by, code=found.tender.code, verdict="upheld" if is_upheld else "rejected")
    return found


@transaction.atomic
def sign_contract(tender: Tender, signed: Signed, *, by: Account | None) -> Signing:
    """Write down that the contract of the first year was signed with the winner, and publish it. Raises NotNow."""
    found = _held(tender, states.AWARDED)
    given = found.award
    if signed.signed_on > timezone.localdate() or signed.signed_on < timezone.localtime(given.awarded_at).date():
        raise NotNow("signed_on")
    if signed.last_day < signed.first_day:
        raise NotNow("term")
    made = Signing.objects.create(tender=found, agency=given.agency, **vars(signed))
    found.state = states.SIGNED
    found.save(update_fields=["state"])
    Notice.objects.create(tender=found, kind=Notice.CONTRACT, content={
        "code": found.code, "name": found.name, "purchaser": found.purchaser.name, "winner": given.agency.name,
        "contract": signed.contract_code, "first_year_fen": given.first_year_fen, "signed_on": signed.signed_on.isoformat(),
        "first_day": signed.first_day.isoformat(), "last_day": signed.last_day.isoformat(),
    })  # fmt: skip
    _note_purchase(found, day=signed.signed_on, begins=signed.first_day, reference=signed.contract_code, by=by)
    chronicle.record("tenders.contract_signed", found, by=by, code=found.code, contract=signed.contract_code)
    return made


@transaction.atomic
def file_copy(signing: Signing, *, on: date, by: Account | None) -> Signing:
    """Write down the day a copy of the contract was filed with the supervising authority."""
    if on < signing.signed_on or on > timezone.localdate():
        raise NotNow("filed_on")
    signing.filed_on = on
    signing.save(update_fields=["filed_on"])
    chronicle.record("tenders.contract_filed", signing.tender, by=by, code=signing.tender.code, on=on.isoformat())
    return signing


@transaction.atomic
def take_in_contract(signing: Signing, *, by: Account | None) -> Contract:
    """Take the signed contract in as year 1 of its term, on trial: price, hours, staff and indicators as the bid promised.

    Done by the winner, whose centre it is. Raises BadContract where the contract cannot be, for instance a code that is taken.
    """
    if signing.contract_id:
        return signing.contract
    tender = Tender.objects.select_related("purchaser").get(pk=signing.tender_id)
    given = Award.objects.select_related("bid__offer", "agency").get(tender=tender)
    version = tender.versions.last().content
    minimums = list(Minimum.objects.filter(lot__tender=tender).select_related("lot"))
    told = contract_file(files.read_tender(version["tender"]), given.bid.offer.content, minimums, signing, tender)
    made = contracts.load_contract(read_contract(told), by=by).contract
    # What was promised stays beside what is delivered, also when an amendment changes the target later.
    lifecycle.promise(made, {one["code"]: one["target"] for one in told["indicators"]}, by=by)
    signing.contract = made
    signing.save(update_fields=["contract"])
    chronicle.record("tenders.contract_taken_in", signing, by=by, contract=made.code)
    return made


def _held(tender: Tender, *in_states: str) -> Tender:
    found = Tender.objects.select_for_update(of=("self",)).select_related("purchaser").get(pk=tender.pk)
    if found.state not in in_states:
        raise NotNow("state", state=found.state)
    return found
