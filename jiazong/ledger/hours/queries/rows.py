"""The rows behind one number of a contract: which they are, how they add up, and week by week."""
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from jiazong.commission.contracts.models import Contract, Indicator
from jiazong.ledger.hours.models import MonthTotal, Posting
from jiazong.ledger.hours.queries.progress import DIRECT_HOURS, TOTAL_HOURS
from jiazong.ledger.hours.queries.totals import FROM_POSTINGS, Totals
from jiazong.people.staff.models import Worker

COLUMNS = (
    "id", "day", "title", "field", "method__name", "worker_id", "worker__name", "direct_minutes", "indirect_minutes",
    "person_times", "quantity", "is_late", "flags", "source__kind", "source__name", "source_sheet", "source_row",
    "reversed_by__id",
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """A measure of a contract by its code: one of the two hours measures, or an indicator of the contract."""

    code: str
    indicator: Indicator | None = None

    @property
    def is_hours(self) -> bool:
        return self.indicator is None

    @property
    def value(self) -> F:
        """What one posting adds, negative on a reversal."""
        if self.code == DIRECT_HOURS:
            return F("direct_minutes")
        if self.is_hours:
            return F("direct_minutes") + F("indirect_minutes")
        return F("person_times") if self.indicator.counts == Indicator.PERSONS else F("quantity")


def counted(contract: Contract, code: str) -> Counted | None:
    """The measure of this code; a contract that has none gives nothing."""
    if code in (TOTAL_HOURS, DIRECT_HOURS):
        return Counted(code)
    found = contract.indicators.select_related("method").filter(code=code).first()
    return Counted(code, found) if found else None


def lines_of(postings: QuerySet[Posting], contract: Contract, measure: Counted) -> QuerySet[Posting]:
    """The postings a measure looks at, counted or not: those of its method, for hours those of every method."""
    found = postings.filter(contract=contract)
    if measure.is_hours:
        return found
    return found.filter(method_id=measure.indicator.method_id)


def counted_lines(lines: QuerySet[Posting], measure: Counted) -> QuerySet[Posting]:
    """Of those, the ones that add to the number: for hours the professionals', for direct hours those with any."""
    if not measure.is_hours:
        return lines
    found = lines.filter(counts_hours=True)
    return found.exclude(direct_minutes=0) if measure.code == DIRECT_HOURS else found


@dataclass
class Breakdown:
    """Where a number comes from: what was recorded, what reversals took back, what does not count, by month and worker.

    `late` and `flagged` are numbers of records. Hours are in minutes.
    """

    recorded: int = 0
    taken_back: int = 0
    uncounted: int = 0
    late: int = 0
    flagged: int = 0
    by_month: dict[date, int] = field(default_factory=dict)
    by_worker: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.recorded - self.taken_back


def breakdown(lines: QuerySet[Posting], measure: Counted) -> Breakdown:
    """Add up the rows behind a number in one question."""
    ours = Q(quantity=1)
    sums = (
        lines.annotate(month=TruncMonth("day"))
        .values("month", "worker_id", "counts_hours")
        .annotate(
            recorded=Sum(measure.value, filter=ours, default=0),
            taken_back=Sum(measure.value, filter=~ours, default=0),
            late=Count("pk", filter=ours & Q(is_late=True)),
            flagged=Count("pk", filter=ours & ~Q(flags="")),
        )
        .order_by("month", "worker_id")
    )
    made = Breakdown()
    for row in sums:
        _add(made, row, counts=row["counts_hours"] or not measure.is_hours)
    return made


def _add(made: Breakdown, row: dict, *, counts: bool) -> None:
    net = row["recorded"] + row["taken_back"]
    if not counts:
        made.uncounted += net
        return
    made.recorded += row["recorded"]
    made.taken_back -= row["taken_back"]
    made.late += row["late"]
    made.flagged += row["flagged"]
    made.by_month[row["month"]] = made.by_month.get(row["month"], 0) + net
    made.by_worker[row["worker_id"]] = made.by_worker.get(row["worker_id"], 0) + net


def worker_names(ids: object) -> dict[int, str]:
    """Number of a worker → name, by pinyin."""
    return dict(Worker.objects.filter(pk__in=list(ids)).order_by("sort_key", "pk").values_list("pk", "name"))


def week_totals(contract: Contract, *, first_day: date, last_day: date) -> dict[tuple[date, int], Totals]:
    """(week, method) → the same sums as the monthly roll-up holds; a week is named by its Monday."""
    found = Posting.objects.filter(contract=contract, day__gte=first_day, day__lte=last_day)
    sums = found.annotate(week=TruncWeek("day")).values("week", "method_id")
    sums = sums.annotate(**{f"sum_{name}": summed for name, summed in FROM_POSTINGS.items()})
    names = vars(Totals())
    return {(row["week"], row["method_id"]): Totals(**{name: row[f"sum_{name}"] for name in names}) for row in sums}


def month_totals(contract: Contract) -> dict[tuple[date, int], Totals]:
    """(month, method) → the sums of the roll-up."""
    rows = MonthTotal.objects.filter(contract=contract).order_by("month", "method_id").values()
    names = vars(Totals())
    return {(row["month"], row["method_id"]): Totals(**{name: row[name] for name in names}) for row in rows}
