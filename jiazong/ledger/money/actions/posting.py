"""Booking vouchers and taking them back. Invariant: what is booked balances, stays, is summed up and logged at once."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency
from jiazong.ledger.money import leaves
from jiazong.ledger.money.actions import roll_up
from jiazong.ledger.money.models import Entry, Heading, Voucher
from jiazong.ledger.money.queries import books
from jiazong.ledger.money.rules import booking
from jiazong.ledger.money.rules.booking import Side


@dataclass(frozen=True)
class Draft:
    """A voucher as it is written: the day, what it is, in words, and its receipt (name of the file, its SHA-256)."""

    day: date
    kind: str
    words: str
    evidence: str = ""
    evidence_sha256: str = ""


@transaction.atomic
def book(contract: Contract, draft: Draft, sides: Sequence[Side], *, by: Account | None, request_key: UUID | None = None) -> Voucher:
    """Book a voucher with its entries; the same `request_key` twice is one voucher.

    Raises a subclass of `MoneyRefused` where it does not balance, mixes the street's money with the project's, or lies
    outside the days of the contract.
    """
    fund = booking.STREET if draft.kind in (booking.STREET_TASK, booking.STREET_MONEY) else booking.PROJECT
    booking.check_voucher(fund, sides)
    booking.check_day(draft.day, first_day=contract.first_day, today=timezone.localdate())
    books.hold(contract)
    if request_key and (there := Voucher.objects.filter(request_key=request_key).first()):
        return there
    voucher = _write(contract, draft, fund, sides, by, request_key=request_key)
    chronicle.record("money.booked", voucher, by=by, contract=contract.pk, number=voucher.number, amount_fen=voucher.amount_fen)
    return voucher


def spend(
    contract: Contract, line: Heading, amount_fen: int, draft: Draft, *, by: Account | None, request_key: UUID | None = None
) -> Voucher:
    """Pay from a budget line out of the project's bank; raises NoEvidence, and StreetTaskOnProjectMoney for the street's own task."""
    if draft.kind == booking.STREET_TASK and line.fund != booking.STREET:
        raise booking.StreetTaskOnProjectMoney
    if not draft.evidence.strip():
        raise booking.NoEvidence
    bank = books.heading(contract, booking.STREET_BANK if line.fund == booking.STREET else booking.BANK)
    return book(contract, draft, two_sides(line, bank, amount_fen), by=by, request_key=request_key)


def receive(
    contract: Contract, kind: str, amount_fen: int, draft: Draft, *, by: Account | None, request_key: UUID | None = None
) -> Voucher:
    """Take money in, into the bank of the fund it belongs to: a grant, other income, what was carried over, the street's own."""
    source = books.heading(contract, kind)
    bank = books.heading(contract, booking.STREET_BANK if source.fund == booking.STREET else booking.BANK)
    return book(contract, draft, two_sides(bank, source, amount_fen), by=by, request_key=request_key)


def two_sides(debit: Heading, credit: Heading, amount_fen: int) -> list[Side]:
    """The usual voucher: one heading debited, one credited."""
    return [Side(debit.pk, debit.fund, amount_fen), Side(credit.pk, credit.fund, -amount_fen)]


@transaction.atomic
def reverse(voucher: Voucher, *, reason: str, by: Account | None) -> Voucher:
    """Take a voucher back by a second one with every amount negated, on the same day; both stay. Raises AlreadyReversed."""
    contract = voucher.contract
    books.hold(contract)
    if voucher.kind == booking.REVERSAL or Voucher.objects.filter(reverses=voucher).exists():
        raise booking.AlreadyReversed
    draft = Draft(voucher.day, booking.REVERSAL, voucher.words)
    sides = booking.reversed_sides(books.sides_of(voucher))
    made = _write(contract, draft, voucher.fund, sides, by, reverses=voucher, reason=reason)
    chronicle.record("money.reversed", voucher, by=by, contract=contract.pk, number=made.number, amount_fen=made.amount_fen)
    return made


def _write(contract: Contract, draft: Draft, fund: str, sides: Sequence[Side], by: Account | None, **more: object) -> Voucher:
    amount = sum(side.amount_fen for side in sides if side.amount_fen > 0)
    voucher = Voucher.objects.create(
        contract=contract, number=books.next_number(contract), day=draft.day, kind=draft.kind, fund=fund,
        amount_fen=-amount if draft.kind == booking.REVERSAL else amount, words=draft.words, evidence=draft.evidence,
        evidence_sha256=draft.evidence_sha256, is_late=timezone.localdate() > contract.last_day, posted_by=by, **more,
    )  # fmt: skip
    # One statement: the database checks that what it adds balances voucher by voucher.
    Entry.objects.bulk_create(
        Entry(contract=contract, voucher=voucher, heading_id=side.heading, fund=side.fund, amount_fen=side.amount_fen) for side in sides
    )
    roll_up.add_vouchers([voucher.pk])
    transparency.append_rows(leaves.VOUCHER, "line.id = %(id)s", {"id": voucher.pk}, expected=1)
    return voucher
