"""The rows behind one number of a contract: which they are, how they add up, and week by week."""
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import TruncWeek

from jiazong.commission.contracts.models import Contract, Indicator
from jiazong.ground.kept import kept
from jiazong.ledger.hours.models import MonthTotal, Posting, Source
from jiazong.ledger.hours.queries.progress import DIRECT_HOURS, TOTAL_HOURS
from jiazong.ledger.hours.queries.totals import FROM_POSTINGS, Totals
from jiazong.people.staff.models import Worker

COLUMNS = (
    "id", "day", "title", "field", "method__name", "worker_id", "worker__name", "direct_minutes", "indirect_minutes",
    "person_times", "quantity", "is_late", "flags", "source__kind", "source__name", "source_sheet", "source_row",
    "reversed_by__id",
)  # fmt: skip


# What a page of the list reads. Nothing is joined: names of workers, methods and sources are known beside it, and a join
# would make the database read every line of the contract instead of the first fifty of the index.
LISTED = (
    "id", "day", "title", "field", "method_id", "worker_id", "direct_minutes", "indirect_minutes", "person_times",
    "quantity", "is_late", "flags", "source_id", "source_sheet", "source_row",
)  # fmt: skip
NEWEST_FIRST = ("-day", "-id")
NEWEST_SHOWN = 50


@dataclass(frozen=True)
class Counted:
    """A measure of a contract by its code: one of the two hours measures, or an indicator of the contract."""

    code: str
    indicator: Indicator | None = None

    @property
    def is_hours(self) -> bool:
        return self.indicator is None

    @property
    def value(self) -> str:
        """What one posting adds, negative on a reversal: a column or the sum of two."""
        if self.code == DIRECT_HOURS:
            return "direct_minutes"
        if self.is_hours:
            return "direct_minutes + indirect_minutes"
        return "person_times" if self.indicator.counts == Indicator.PERSONS else "quantity"


def counted(contract: Contract, code: str) -> Counted | None:
    """The measure of this code; a contract that has none gives nothing."""
    if code in (TOTAL_HOURS, DIRECT_HOURS):
        return Counted(code)
    found = _indicator.first(contract=contract.pk, code=code)
    return Counted(code, found) if found else None


@kept(contract=str, code=str)
def _indicator(contract: str, code: str) -> QuerySet[Indicator]:
    return Indicator.objects.filter(contract_id=contract, code=code).select_related("method").order_by("order")[:1]


def lines_of(postings: QuerySet[Posting], measure: Counted) -> QuerySet[Posting]:
    """Of a contract's postings, those a measure looks at, counted or not: its method's, for hours every method's."""
    return postings if measure.is_hours else postings.filter(method_id=measure.indicator.method_id)


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
    names: dict[int, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.recorded - self.taken_back

    def add(self, month: date, worker: int, value: int, late: int, flagged: int, *, counts: bool) -> None:
        """Add the sum of one worker's month, negative where it is of reversals."""
        if not counts:
            self.uncounted += value
            return
        if value < 0:
            self.taken_back -= value
        else:
            self.recorded += value
        self.late += late
        self.flagged += flagged
        self.by_month[month] = self.by_month.get(month, 0) + value
        self.by_worker[worker] = self.by_worker.get(worker, 0) + value


# Of whole months the database has kept the sums; what was taken back stands beside what was recorded.
ROLLED = """
SELECT total.month, total.worker_id, worker.name, total.counts_hours, total.lines, {value}, total.late, total.flagged,
  total.back_lines, {back}
FROM hours_workertotal total JOIN staff_worker worker ON worker.id = total.worker_id
WHERE total.contract_id = %(contract)s {of_method}
  AND (%(workers)s::bigint[] IS NULL OR total.worker_id = ANY(%(workers)s))
ORDER BY worker.sort_key, total.worker_id, total.month
"""
# Up to a day within a month only the lines can tell. Summed before the names are joined: a name belongs to a worker, not to
# each of a thousand rows.
BREAKDOWN = """
SELECT month, worker_id, worker.name, counts_hours, quantity, value, late, flagged
FROM (
  SELECT date_trunc('month', day::timestamp)::date AS month, worker_id, counts_hours, quantity, sum({value}) AS value,
    count(*) FILTER (WHERE is_late) AS late, count(*) FILTER (WHERE flags <> '') AS flagged
  FROM hours_posting
  WHERE contract_id = %(contract)s AND (%(method)s::bigint IS NULL OR method_id = %(method)s)
    AND (%(workers)s::bigint[] IS NULL OR worker_id = ANY(%(workers)s)) AND (%(until)s::date IS NULL OR day <= %(until)s)
  GROUP BY 1, 2, 3, 4
) summed JOIN staff_worker worker ON worker.id = worker_id
ORDER BY worker.sort_key, worker_id, month
"""


def breakdown(contract: Contract, measure: Counted, *, workers: Sequence[int] | None = None, until: date | None = None) -> Breakdown:
    """Add up the rows behind a number in one question, those of some workers only or up to a day where asked."""
    if until is None:
        return _from_months(contract, measure, workers)
    facts = {
        "contract": contract.pk, "method": None if measure.is_hours else measure.indicator.method_id,
        "workers": None if workers is None else list(workers), "until": until,
    }  # fmt: skip
    made = Breakdown()
    with connection.cursor() as cursor:
        cursor.execute(BREAKDOWN.format(value=measure.value), facts)
        for month, worker, name, counts_hours, quantity, value, late, flagged in cursor.fetchall():
            counts = counts_hours or not measure.is_hours
            if counts:
                made.names[worker] = name
            made.add(month, worker, int(value), late if quantity > 0 else 0, flagged if quantity > 0 else 0, counts=counts)
    return made


def _from_months(contract: Contract, measure: Counted, workers: Sequence[int] | None) -> Breakdown:
    """The same from the sums the database keeps: a row for each worker, month and method."""
    facts = {
        "contract": contract.pk, "method": None if measure.is_hours else measure.indicator.method_id,
        "workers": None if workers is None else list(workers),
    }  # fmt: skip
    columns = ["lines" if one == "quantity" else one for one in measure.value.split(" + ")]
    value, back = (" + ".join(f"total.{before}{one}" for one in columns) for before in ("", "back_"))
    made = Breakdown()
    with connection.cursor() as cursor:
        of_method = "" if measure.is_hours else "AND total.method_id = %(method)s"
        cursor.execute(ROLLED.format(value=value, back=back, of_method=of_method), facts)
        for month, worker, name, counts_hours, lines, recorded, late, flagged, back_lines, taken in cursor.fetchall():
            counts = counts_hours or not measure.is_hours
            if counts:
                made.names[worker] = name
            if lines:
                made.add(month, worker, recorded, late, flagged, counts=counts)
            if back_lines:
                made.add(month, worker, -taken, 0, 0, counts=counts)
    return made


@kept(contract=str, method=int)
def newest(contract: str, method: int) -> QuerySet[Posting]:
    """What a page of a method's list shows first, and one line more, which says whether there are others."""
    return Posting.objects.filter(contract_id=contract, method_id=method).order_by(*NEWEST_FIRST).values(*LISTED)[: NEWEST_SHOWN + 1]


def sources_of(contract: Contract) -> dict[UUID, dict[str, str]]:
    """Where the lines of a contract may come from: source → its kind and name, named as in a line of the list."""
    found = _sources(contract=contract.pk)
    return {pk: {"source__kind": kind, "source__name": name} for pk, kind, name in found}


@kept(contract=str)
def _sources(contract: str) -> QuerySet[Source]:
    return Source.objects.filter(contract_id=contract).values_list("pk", "kind", "name")


def taken_back(numbers: Sequence[int]) -> set[int]:
    """Which of these postings a reversal took back."""
    with connection.cursor() as cursor:
        # One array instead of fifty values: the statement stays the same whatever the page holds.
        cursor.execute("SELECT reverses_id FROM hours_posting WHERE reverses_id = ANY(%s::bigint[])", [list(numbers)])
        return {number for (number,) in cursor.fetchall()}


def method_names(contract: Contract, measure: Counted) -> dict[int, str]:
    """Number of a method → name, of those whose lines a measure looks at."""
    if not measure.is_hours:
        return {measure.indicator.method_id: measure.indicator.method.name}
    return dict(contract.methods.values_list("pk", "name"))


def worker_names(lines: QuerySet[Posting]) -> dict[int, str]:
    """Number of a worker → name, of those the lines belong to, by pinyin."""
    ids = lines.order_by().values_list("worker_id", flat=True).distinct()
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
