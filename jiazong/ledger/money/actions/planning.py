"""The plan of a contract's money: budget lines, instalments, and their way from condition to arrival."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import queries as life
from jiazong.commission.lifecycle.models import Acceptance
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ledger.money.actions import posting
from jiazong.ledger.money.models import Entry, Heading, Instalment, Voucher
from jiazong.ledger.money.queries import books
from jiazong.ledger.money.rules import booking, shares

# What every contract's books have beside its budget lines: code, name on paper, kind.
STANDING = (
    ("bank", "项目银行存款", booking.BANK), ("grant", "政府购买服务拨款", booking.GRANT),
    ("other", "其他收入", booking.OTHER_INCOME), ("carried", "上年结转", booking.CARRIED),
    ("street_bank", "街道另付款存款", booking.STREET_BANK), ("street_paid", "街道另付款", booking.STREET_PAID),
    ("street_cost", "街道交办任务支出", booking.STREET_COST),
)  # fmt: skip
LINES_FROM = 10


class LineInUse(ValueError):
    """A budget line that bears entries cannot be taken out; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AlreadyPaid(ValueError):
    """Instalments cannot be laid out anew once one of them was paid or has arrived."""


@dataclass(frozen=True)
class LineSpec:
    """A budget line as it is written: its name, what it may cost, whether that is staff cost."""

    name: str
    budget_fen: int
    is_staff_cost: bool


@dataclass(frozen=True)
class InstalmentSpec:
    """An instalment as it is written."""

    name: str
    amount_fen: int
    due_on: date
    condition: str
    is_default: bool = False


def ensure_standing(contract: Contract) -> None:
    """See to it that the books have the headings every contract has."""
    there = set(Heading.objects.filter(contract=contract).values_list("code", flat=True))
    Heading.objects.bulk_create(
        Heading(contract=contract, code=code, name=name, kind=kind, fund=booking.FUND_OF[kind], order=place)
        for place, (code, name, kind) in enumerate(STANDING)
        if code not in there
    )


@transaction.atomic
def set_lines(contract: Contract, lines: Sequence[LineSpec], *, by: Account | None) -> list[Heading]:
    """Lay out the budget lines of a contract, known by their names; raises SharesWrong where they are not the contract, LineInUse."""
    books.hold(contract)
    shares.check_sum(life.agreed_fen(contract), [one.budget_fen for one in lines])
    ensure_standing(contract)
    there = {one.name: one for one in Heading.objects.filter(contract=contract, kind=booking.EXPENSE)}
    for place, one in enumerate(lines):
        facts = {"budget_fen": one.budget_fen, "is_staff_cost": one.is_staff_cost, "order": LINES_FROM + place}
        found = there.pop(one.name, None)
        if found is None:
            Heading.objects.create(
                contract=contract, code=_code(contract), name=one.name, kind=booking.EXPENSE, fund=booking.PROJECT, **facts
            )
        elif any(getattr(found, name) != value for name, value in facts.items()):
            Heading.objects.filter(pk=found.pk).update(**facts)
    for gone in there.values():
        if Entry.objects.filter(heading=gone).exists():
            raise LineInUse(gone.name)
        gone.delete()
    chronicle.record("money.planned", contract, by=by, lines=len(lines), contract=contract.pk)
    return list(Heading.objects.filter(contract=contract, kind=booking.EXPENSE))


def _code(contract: Contract) -> str:
    codes = Heading.objects.filter(contract=contract, kind=booking.EXPENSE).values_list("code", flat=True)
    return f"line{max((int(one.removeprefix('line')) for one in codes), default=0) + 1}"


def default_instalments(contract: Contract, names: Sequence[str]) -> list[InstalmentSpec]:
    """The instalments where the contract does not say otherwise (a default, not law): on signing, half way, at the end."""
    figures = life.figures_of(contract, *(f"instalment_{n}_percent" for n in (1, 2, 3)), "instalment_days")
    parts = shares.split(life.agreed_fen(contract), [figures[f"instalment_{n}_percent"].value for n in (1, 2, 3)])
    within = timedelta(days=figures["instalment_days"].value)
    middle = contract.first_day + (contract.last_day - contract.first_day) / 2
    days = (contract.first_day, middle, contract.last_day)
    waits = (shares.SIGNING, shares.EVALUATION, shares.ACCEPTANCE if contract.is_trial else shares.EVALUATION)
    return [
        InstalmentSpec(name, part, day + within, waits_for, is_default=True)
        for name, part, day, waits_for in zip(names, parts, days, waits, strict=True)
    ]


@transaction.atomic
def set_instalments(contract: Contract, parts: Sequence[InstalmentSpec], *, by: Account | None) -> list[Instalment]:
    """Lay out the instalments; together they are the contract to the fen. Raises SharesWrong, AlreadyPaid."""
    books.hold(contract)
    shares.check_sum(life.agreed_fen(contract), [one.amount_fen for one in parts])
    there = list(Instalment.objects.filter(contract=contract))
    if any(one.paid_on or one.arrived_on for one in there):
        raise AlreadyPaid
    Instalment.objects.filter(contract=contract).delete()
    made = Instalment.objects.bulk_create(
        Instalment(
            contract=contract, order=place, name=one.name, amount_fen=one.amount_fen, due_on=one.due_on,
            condition=one.condition, is_default=one.is_default, met_on=contract.first_day if one.condition == shares.SIGNING else None,
        )
        for place, one in enumerate(parts, start=1)
    )  # fmt: skip
    chronicle.record("money.instalments_set", contract, by=by, parts=len(made), contract=contract.pk)
    return made


@transaction.atomic
def meet(instalment: Instalment, *, on: date, by: Account | None, evaluation: Decimal | None = None) -> None:
    """Write down that what an instalment waits for is there: the year accepted, or the evaluation passed with this result.

    Raises ConditionNotMet. A second time changes nothing.
    """
    contract = instalment.contract
    pass_at = life.figures_of(contract, "pass_percent")["pass_percent"].value
    accepted = Acceptance.objects.filter(contract=contract, is_passed=True).exists()
    shares.check_condition(instalment.condition, accepted=accepted, evaluation=evaluation, pass_at=pass_at)
    if Instalment.objects.filter(pk=instalment.pk, met_on__isnull=True).update(met_on=on, evaluation=evaluation):
        chronicle.record("money.condition_met", instalment, by=by, contract=instalment.contract_id, on=on.isoformat())


@transaction.atomic
def pay(instalment: Instalment, *, on: date, by: Account | None) -> None:
    """Write down that the purchaser paid an instalment; a second time changes nothing."""
    if Instalment.objects.filter(pk=instalment.pk, paid_on__isnull=True, met_on__isnull=False).update(paid_on=on, paid_by=by):
        chronicle.record("money.paid", instalment, by=by, contract=instalment.contract_id, on=on.isoformat())


@transaction.atomic
def arrive(instalment: Instalment, *, on: date, evidence: str, by: Account | None, request_key: UUID | None = None) -> Voucher:
    """Write down that an instalment arrived at the bank: its voucher books it as the grant. Arrived once, it stays arrived."""
    contract = instalment.contract
    books.hold(contract)
    instalment.refresh_from_db()
    if instalment.voucher:
        return instalment.voucher
    ensure_standing(contract)
    draft = posting.Draft(on, booking.GRANTED, instalment.name, evidence)
    voucher = posting.receive(contract, booking.GRANT, instalment.amount_fen, draft, by=by, request_key=request_key)
    instalment.arrived_on, instalment.voucher = on, voucher
    instalment.save(update_fields=["arrived_on", "voucher"])
    return voucher


@transaction.atomic
def carry_over(old: Contract, new: Contract, *, on: date, by: Account | None) -> tuple[Voucher, Voucher] | None:
    """Carry what is left in the project's bank into the next year's books: a voucher in each, once; nothing left, nothing carried."""
    for one in sorted((old, new), key=lambda contract: contract.pk):
        books.hold(one)
        ensure_standing(one)
    left = books.money_of(old).bank_fen
    if left <= 0:
        return None
    words = f"{old.pk} → {new.pk}"
    out = posting.book(
        old, posting.Draft(on, booking.CARRIED_ON, words, words),
        posting.two_sides(books.heading(old, booking.CARRIED), books.heading(old, booking.BANK), left), by=by,
    )  # fmt: skip
    into = posting.receive(new, booking.CARRIED, left, posting.Draft(on, booking.CARRIED_ON, words, words), by=by)
    chronicle.record("money.carried_over", out, by=by, contract=new.pk, amount_fen=left)
    return out, into


@transaction.atomic
def accepted(contract: Contract, *, on: date, by: Account | None) -> None:
    """The year was accepted: every instalment that waits for it is owed from that day."""
    for one in Instalment.objects.filter(contract=contract, condition=shares.ACCEPTANCE, met_on__isnull=True):
        meet(one, on=on, by=by)
