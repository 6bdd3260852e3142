"""What a pack is made of, read from the ledger as it stood at one moment; and what is ready in each contract."""
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Count, Q, Sum

from jiazong.commission.contracts.models import Contract, Indicator
from jiazong.ledger.hours import queries as hours
from jiazong.ledger.hours.models import MonthTotal, Posting, Source
from jiazong.ledger.hours.queries import ContractProgress, overview
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules import month as months
from jiazong.review.evidence.rules import PackContract, PackHours, PackIndicator, PackOrigin, PackRow

ROWS_AT_ONCE = 2000
COLUMNS = (
    "id", "day", "worker__name", "field", "method__name", "title", "direct_minutes", "indirect_minutes", "person_times",
    "quantity", "is_late", "reverses_id", "source__kind", "source__name", "source_sheet", "source_row",
)  # fmt: skip


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is of the same moment, however long it takes; nothing is written.

    Inside somebody else's transaction that one's view of the data holds, because PostgreSQL allows no change of it.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


class LedgerSource:
    """The figures and records of one contract up to a day, straight from the ledger; to be used inside `one_moment`."""

    def __init__(self, contract: Contract, *, as_of: date) -> None:
        self._contract, self._as_of = contract, as_of

    @cached_property
    def _progress(self) -> ContractProgress:
        return hours.progress_of(self._contract, as_of=self._as_of)

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {one.code: one.indicator for one in self._progress.indicators}

    @property
    def contract(self) -> PackContract:
        held = self._contract
        return PackContract(
            held.code, held.centre.name, held.agency.name, held.purchaser.name, held.first_day, held.last_day, held.year,
            held.of_years, held.is_trial,
        )  # fmt: skip

    @property
    def hours(self) -> PackHours:
        found = self._progress.hours
        return PackHours(
            found.direct_minutes, found.total_minutes, found.target_minutes, found.floor_minutes, found.ceiling_minutes
        )

    @property
    def indicators(self) -> Sequence[PackIndicator]:
        return [
            PackIndicator(
                one.code, one.name, one.unit, one.standing.target, one.standing.done, one.indicator.counts,
                one.indicator.method.name,
            )
            for one in self._progress.indicators
        ]  # fmt: skip

    def rows(self, indicator_code: str) -> Iterator[PackRow]:
        """The records behind an indicator, oldest first, read a few thousand at a time by a cursor on the server."""
        indicator = self._indicators[indicator_code]
        found = Posting.objects.filter(contract=self._contract, method_id=indicator.method_id, day__lte=self._as_of)
        counts_persons = indicator.counts == Indicator.PERSONS
        for line in found.order_by("day", "id").values_list(*COLUMNS).iterator(chunk_size=ROWS_AT_ONCE):
            yield _row(line, counts_persons=counts_persons)


def _row(line: tuple, *, counts_persons: bool) -> PackRow:
    (
        number, day, worker, field, category, title, direct, indirect, people, quantity, late, reverses, kind, name, sheet, row
    ) = line  # fmt: skip
    return PackRow(
        record_no=str(number), day=day, worker=worker, field=field, category=category, title=title,
        direct_minutes=direct, indirect_minutes=indirect, people=people, quantity=people if counts_persons else quantity,
        origin=PackOrigin(name, sheet, row) if kind == Source.BOOK and row is not None else None,
        late=late, reverses=str(reverses) if reverses else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Readiness:
    """What is ready in a contract: records, months closed of those that are over, late and doubtful records."""

    contract: Contract
    records: int
    months_over: int
    months_open: list[date]
    late: int
    flagged: int

    @property
    def months_closed(self) -> int:
        return self.months_over - len(self.months_open)

    @property
    def is_ready(self) -> bool:
        """Records are there and every month that is over is closed; late and doubtful ones are told, not forbidden."""
        return bool(self.records) and not self.months_open


def readiness_of(contracts: Sequence[Contract], *, today: date) -> list[Readiness]:
    """How far each of these contracts is from a pack, in a fixed number of questions."""
    codes = [contract.pk for contract in contracts]
    records = dict(MonthTotal.objects.filter(contract__in=codes).values_list("contract").annotate(Sum("rows")))
    noticed = Posting.objects.filter(contract__in=codes, quantity=1).filter(Q(is_late=True) | ~Q(flags=""))
    marks = {
        code: (late, flagged)
        for code, late, flagged in noticed.values_list("contract").annotate(
            late=Count("pk", filter=Q(is_late=True)), flagged=Count("pk", filter=~Q(flags=""))
        )
    }
    waiting = overview.months_to_close(contracts, today=today)
    return [
        Readiness(one, records.get(one.pk, 0), _months_over(one, today), waiting.get(one.pk, []), *marks.get(one.pk, (0, 0)))
        for one in contracts
    ]


def _months_over(contract: Contract, today: date) -> int:
    """How many months of the term are over."""
    term = entry.months_of_term(contract.first_day, contract.last_day)
    return sum(months.is_over(month, last_day=contract.last_day, today=today) for month in term)
