"""What stands in the books of a contract: headings with their sums, vouchers, the numbers of a page."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection
from django.db.models import QuerySet, Sum

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import queries as life
from jiazong.ledger.money.models import Entry, Heading, Instalment, MonthSum, Voucher
from jiazong.ledger.money.rules import booking, shares
from jiazong.ledger.money.rules.shares import Variance


@dataclass(frozen=True)
class Line:
    """A budget line and where it stands."""

    heading: Heading
    variance: Variance


@dataclass(frozen=True)
class Money:
    """The money of one contract: its lines, what came in and went out, the share of staff, what is left."""

    contract: Contract
    agreed_fen: int
    lines: list[Line]
    granted_fen: int
    other_fen: int
    carried_fen: int
    bank_fen: int
    street_fen: int
    staff_percent: int

    @property
    def budget_fen(self) -> int:
        return sum(one.heading.budget_fen for one in self.lines)

    @property
    def spent_fen(self) -> int:
        return sum(one.variance.spent_fen for one in self.lines)

    @property
    def left_fen(self) -> int:
        return self.agreed_fen - self.spent_fen

    @property
    def staff_fen(self) -> int:
        return sum(one.variance.spent_fen for one in self.lines if one.heading.is_staff_cost)

    @property
    def staff_ratio(self) -> Fraction | None:
        return shares.staff_ratio(self.staff_fen, self.spent_fen)

    @property
    def staff_missing_fen(self) -> int:
        return shares.staff_missing(self.staff_fen, self.spent_fen, self.staff_percent)

    @property
    def has_plan(self) -> bool:
        return bool(self.lines)


def sums_of(contracts: Iterable[str], *, until: date | None = None) -> dict[int, int]:
    """What stands on each heading, from the roll-up; `until` is the first day of the last month that counts."""
    rows = MonthSum.objects.filter(contract_id__in=list(contracts))
    rows = rows.filter(month__lte=until) if until else rows
    return dict(rows.values("heading").annotate(sum=Sum("amount_fen")).values_list("heading", "sum"))


def money_of(contract: Contract, *, until: date | None = None) -> Money:
    """The money of a contract as it stands; a fixed number of questions whatever is booked."""
    headings = list(Heading.objects.filter(contract=contract))
    sums = sums_of([contract.pk], until=until)

    def on(kind: str) -> int:
        return sum(sums.get(one.pk, 0) for one in headings if one.kind == kind)

    return Money(
        contract=contract,
        agreed_fen=life.agreed_fen(contract),
        lines=[Line(one, Variance(one.budget_fen, sums.get(one.pk, 0))) for one in headings if one.kind == booking.EXPENSE],
        granted_fen=-on(booking.GRANT), other_fen=-on(booking.OTHER_INCOME), carried_fen=-on(booking.CARRIED),
        bank_fen=on(booking.BANK), street_fen=on(booking.STREET_COST),
        staff_percent=life.figures_of(contract, "staff_percent")["staff_percent"].value,
    )  # fmt: skip


@dataclass(frozen=True)
class Part:
    """An instalment and where it stands today."""

    instalment: Instalment
    state: str
    days_late: int


def arrival_of(one: Instalment) -> shares.Arrival:
    """An instalment as the rule sees it."""
    return shares.Arrival(one.due_on, one.met_on is not None, one.paid_on, one.arrived_on)


def parts_of(contract: Contract, today: date) -> list[Part]:
    """The instalments of a contract in their order, with how late each is."""
    found = [(one, arrival_of(one)) for one in Instalment.objects.filter(contract=contract)]
    return [Part(one, shares.state_of(arrival, today), shares.days_late(arrival, today)) for one, arrival in found]


def vouchers_of(contract: Contract) -> QuerySet[Voucher]:
    """The vouchers of a contract, the newest first."""
    return Voucher.objects.filter(contract=contract).order_by("-day", "-id")


def sides_of(voucher: Voucher) -> list[booking.Side]:
    """The entries of a voucher as the rules see them."""
    return [booking.Side(one.heading_id, one.fund, one.amount_fen) for one in Entry.objects.filter(voucher=voucher)]


def heading(contract: Contract, kind: str) -> Heading:
    """The one heading of a kind that every contract has one of."""
    return Heading.objects.get(contract=contract, kind=kind)


def next_number(contract: Contract) -> int:
    """The number of the next voucher of a contract; asked while the contract's books are held."""
    last = Voucher.objects.filter(contract=contract).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def hold(contract: Contract) -> None:
    """Until the transaction ends, let nobody else book for this contract: numbers run without a gap."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4))", [f"money of {contract.pk}"])
