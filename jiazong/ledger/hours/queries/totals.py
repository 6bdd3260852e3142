"""Reads of the ledger: totals as of a day, the rows behind a number, a worker's month."""
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.hours.models import MonthClosing, MonthTotal, Posting
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules.entry import Span
from jiazong.people.staff.models import Worker


@dataclass
class Totals:
    """Sums of postings: rows, minutes and person-times; the counted minutes are the professionals'."""

    rows: int = 0
    direct_minutes: int = 0
    indirect_minutes: int = 0
    person_times: int = 0
    counted_direct_minutes: int = 0
    counted_indirect_minutes: int = 0

    def add(self, other: "Totals") -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def counted_minutes(self) -> int:
        return self.counted_direct_minutes + self.counted_indirect_minutes


ROLLED_UP = {name: Sum(name) for name in vars(Totals())}
FROM_POSTINGS = {
    "rows": Sum("quantity"),
    "direct_minutes": Sum("direct_minutes"),
    "indirect_minutes": Sum("indirect_minutes"),
    "person_times": Sum("person_times"),
    "counted_direct_minutes": Sum("direct_minutes", filter=Q(counts_hours=True), default=0),
    "counted_indirect_minutes": Sum("indirect_minutes", filter=Q(counts_hours=True), default=0),
}


def _totals(row: dict) -> Totals:
    return Totals(**{name.removeprefix("sum_"): value for name, value in row.items() if name.startswith("sum_")})


def totals_by_method(contract: Contract, *, as_of: date) -> dict[int, Totals]:
    """Method → sums up to and including a day: whole months from the roll-up, the month begun from its postings."""
    whole_until = entry.month_of(as_of + timedelta(days=1))
    rolled = MonthTotal.objects.filter(contract=contract, month__lt=whole_until)
    begun = Posting.objects.filter(contract=contract, day__gte=whole_until, day__lte=as_of)
    found: dict[int, Totals] = defaultdict(Totals)
    for row in rolled.values("method_id").annotate(**{f"sum_{n}": s for n, s in ROLLED_UP.items()}):
        found[row["method_id"]].add(_totals(row))
    if whole_until <= as_of:
        for row in begun.values("method_id").annotate(**{f"sum_{n}": s for n, s in FROM_POSTINGS.items()}):
            found[row["method_id"]].add(_totals(row))
    return dict(found)


def month_series(contract: Contract) -> list[dict]:
    """The roll-up of every month and method, in order."""
    return list(MonthTotal.objects.filter(contract=contract).order_by("month", "method_id").values())


def week_series(contract: Contract, *, first_day: date, last_day: date) -> list[dict]:
    """Rows, person-times and counted minutes a week and method; a week begins on Monday."""
    rows = Posting.objects.filter(contract=contract, day__gte=first_day, day__lte=last_day)
    return list(
        rows.annotate(week=TruncWeek("day"))
        .values("week", "method_id")
        .annotate(
            rows=Sum("quantity"),
            persons=Sum("person_times"),
            minutes=Sum(F("direct_minutes") + F("indirect_minutes"), filter=Q(counts_hours=True), default=0),
        )
        .order_by("week", "method_id")
    )


def is_closed(contract: Contract, day: date) -> bool:
    """Whether the month of a day is closed."""
    return MonthClosing.objects.filter(contract=contract, month=entry.month_of(day)).exists()


def closed_months(contract: Contract) -> dict[date, MonthClosing]:
    """Month → its closing."""
    return {closing.month: closing for closing in contract.closings.select_related("closed_by")}


def standing_postings(contract: Contract) -> QuerySet[Posting]:
    """The postings that count today: neither reversals nor reversed."""
    return Posting.objects.filter(contract=contract, quantity=1, reversed_by__isnull=True)


def spans_of(worker_id: int, day: date) -> list[Span]:
    """What already fills a worker's day, over all contracts, without what was reversed."""
    rows = Posting.objects.filter(worker_id=worker_id, day=day, quantity=1, reversed_by__isnull=True)
    return [Span(direct + indirect, start, direct) for start, direct, indirect in _span_rows(rows)]


def _span_rows(rows: QuerySet[Posting]) -> QuerySet:
    return rows.values_list("start_minute", "direct_minutes", "indirect_minutes")


def spans_between(
    worker_ids: Iterable[int], first_day: date, last_day: date, *, without: Iterable[int] = ()
) -> dict[tuple[int, date], list[Span]]:
    """What fills the days of several workers, but for some postings, for judging a whole book in one question."""
    rows = Posting.objects.filter(
        worker_id__in=list(worker_ids), day__gte=first_day, day__lte=last_day, quantity=1, reversed_by__isnull=True
    ).exclude(pk__in=list(without)).values_list("worker_id", "day", "start_minute", "direct_minutes", "indirect_minutes")
    found: dict[tuple[int, date], list[Span]] = defaultdict(list)
    for worker_id, day, start, direct, indirect in rows.iterator():
        found[worker_id, day].append(Span(direct + indirect, start, direct))
    return found


def worker_month(worker: Worker, month: date) -> list[dict]:
    """A worker's month: day, method and the sums of direct and indirect minutes."""
    rows = Posting.objects.filter(worker=worker, day__gte=month, day__lt=entry.next_month(month))
    return list(
        rows.values("day", "method__name")
        .annotate(direct=Sum("direct_minutes"), indirect=Sum("indirect_minutes"), rows=Sum("quantity"))
        .order_by("day", "method__name")
    )


def month_sums(contract: Contract) -> dict[date, Totals]:
    """Month → sums over all methods, from the roll-up."""
    rows = MonthTotal.objects.filter(contract=contract).values("month").annotate(
        **{f"sum_{name}": total for name, total in ROLLED_UP.items()}
    )
    return {row["month"]: _totals(row) for row in rows}


def sums_from_postings(contract: Contract) -> dict[tuple[date, int], Totals]:
    """(month, method) → sums computed from the postings themselves: what the roll-up must equal."""
    rows = (
        Posting.objects.filter(contract=contract)
        .annotate(month=TruncMonth("day"))
        .values("month", "method_id")
        .annotate(**{f"sum_{name}": total for name, total in FROM_POSTINGS.items()})
    )
    return {(row["month"], row["method_id"]): _totals(row) for row in rows}


def roll_up_agrees(contract: Contract) -> bool:
    """Whether the roll-up of a contract equals the sum of its postings, month by month and method by method."""
    names = list(vars(Totals()))
    summed = {key: tuple(getattr(totals, name) for name in names) for key, totals in sums_from_postings(contract).items()}
    rolled = {
        (row.month, row.method_id): tuple(getattr(row, name) for name in names)
        for row in MonthTotal.objects.filter(contract=contract)
    }
    return {key: value for key, value in summed.items() if any(value)} == {k: v for k, v in rolled.items() if any(v)}
