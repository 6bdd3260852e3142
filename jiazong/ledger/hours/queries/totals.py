"""Reads of the ledger: totals as of a day, the rows behind a number, a worker's month."""
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth, TruncWeek

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.hours.models import DaySum, MonthClosing, MonthTotal, Posting, WorkerTotal
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


def _totals(row: dict, *, sign: int = 1) -> Totals:
    return Totals(**{name.removeprefix("sum_"): sign * value for name, value in row.items() if name.startswith("sum_")})


def totals_by_method(contract: Contract, *, as_of: date) -> dict[int, Totals]:
    """Method → sums up to and including a day; methods without any are left out."""
    found = totals_of_contracts([contract.pk], as_of=as_of).get(contract.pk, {})
    return {method: totals for method, totals in found.items() if totals != Totals()}


def totals_of_contracts(codes: Collection[str], *, as_of: date) -> dict[str, dict[int, Totals]]:
    """Contract → method → sums up to a day: the roll-up with the month of that day, less what lies after the day in it.

    Today hardly anything lies after it, so the pages people open most read the roll-up and next to no posting.
    """
    month = entry.month_of(as_of)
    found: dict[str, dict[int, Totals]] = defaultdict(lambda: defaultdict(Totals))
    rolled = MonthTotal.objects.filter(contract__in=codes, month__lte=month).values("contract_id", "method_id")
    for row in rolled.annotate(**{f"sum_{name}": total for name, total in ROLLED_UP.items()}):
        found[row["contract_id"]][row["method_id"]].add(_totals(row))
    after = DaySum.objects.filter(contract__in=codes, day__gt=as_of, day__lt=entry.next_month(month))
    grouped = after.values("contract_id", "method_id")
    for row in grouped.annotate(**{f"sum_{name}": total for name, total in ROLLED_UP.items()}):
        found[row["contract_id"]][row["method_id"]].add(_totals(row, sign=-1))
    return found


def month_series(contract: Contract) -> list[dict]:
    """The roll-up of every month and method, in order."""
    return list(MonthTotal.objects.filter(contract=contract).order_by("month", "method_id").values())


def week_series(contract: Contract, *, first_day: date, last_day: date) -> list[dict]:
    """Rows, person-times and counted minutes a week and method; a week begins on Monday."""
    days = DaySum.objects.filter(contract=contract, day__gte=first_day, day__lte=last_day)
    return list(
        days.annotate(week=TruncWeek("day"))
        .values("week", "method_id")
        .annotate(
            persons=Sum("person_times"),
            minutes=Sum(F("counted_direct_minutes") + F("counted_indirect_minutes")),
            recorded=Sum("rows"),
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
    """Whether the roll-ups of a contract equal the sums of its postings: by month and method, and by worker besides."""
    names = list(vars(Totals()))
    summed = {key: tuple(getattr(totals, name) for name in names) for key, totals in sums_from_postings(contract).items()}
    rolled = {
        (row.month, row.method_id): tuple(getattr(row, name) for name in names)
        for row in MonthTotal.objects.filter(contract=contract)
    }
    months_agree = {key: value for key, value in summed.items() if any(value)} == {k: v for k, v in rolled.items() if any(v)}
    return months_agree and _workers_agree(contract)


def _workers_agree(contract: Contract) -> bool:
    """Whether each worker's months equal what her lines add up to, recorded and taken back each for itself."""
    stands, back = Q(quantity=1), Q(quantity=-1)
    figures = ("direct_minutes", "indirect_minutes", "person_times")
    asked = {
        "sum_lines": Count("pk", filter=stands), **{f"sum_{name}": Coalesce(Sum(name, filter=stands), 0) for name in figures},
        "sum_back_lines": Count("pk", filter=back), **{f"sum_back_{name}": -Coalesce(Sum(name, filter=back), 0) for name in figures},
        "sum_late": Count("pk", filter=stands & Q(is_late=True)), "sum_flagged": Count("pk", filter=stands & ~Q(flags="")),
    }  # fmt: skip
    keys = ("month", "method_id", "worker_id", "counts_hours")
    lines = Posting.objects.filter(contract=contract).annotate(month=TruncMonth("day")).values(*keys).annotate(**asked)
    summed = {tuple(row[key] for key in keys): {name: row[name] for name in asked} for row in lines}
    kept = WorkerTotal.objects.filter(contract=contract).values(*keys, *(name.removeprefix("sum_") for name in asked))
    rolled = {tuple(row[key] for key in keys): {name: row[name.removeprefix("sum_")] for name in asked} for row in kept}
    return summed == rolled
