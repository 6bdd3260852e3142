"""What goes into reading a book and what comes out: the contract's lists, rows accepted, rows refused, sheets understood."""
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from jiazong.ground.sheets.values import Cell

Key = Any


@dataclass(frozen=True)
class BookContext:
    """What a book is judged by: the contract's term, its staff list and its methods.

    `workers` gives each name its key; `methods` gives each key its names, the contract's own name first.
    """

    first_day: date
    last_day: date
    workers: Mapping[str, Key]
    methods: Mapping[Key, Sequence[str]]
    file_name: str = ""


class Problem(NamedTuple):
    """Why a row cannot be posted: where (heading as written, letter), which code, what stood there.

    `detail` tells kinds of one code apart and picks the sentence on how to mend it; `values` fill the sentence.
    """

    column: str
    letter: str
    code: str
    detail: str
    found: str
    values: dict[str, str]


@dataclass(slots=True)
class AcceptedRow:
    """A row that can be posted; `flags` say what had to be assumed, `extra` keeps columns the ledger has no place for."""

    sheet: str
    sheet_index: int
    row: int
    day: date
    start_minute: int | None
    method: Key
    worker: Key
    direct_minutes: int
    indirect_minutes: int
    person_times: int
    field: str
    title: str
    note: str
    flags: tuple[str, ...]
    cells: list[Cell]
    extra: dict[str, str]


@dataclass(slots=True)
class RefusedRow:
    """A row that cannot be posted; `problem` is the main reason, `also` the others."""

    sheet: str
    sheet_index: int
    row: int
    problem: Problem
    also: list[Problem]
    cells: list[Cell]

    @property
    def column(self) -> str:
        return self.problem.column

    @property
    def code(self) -> str:
        return self.problem.code

    @property
    def found(self) -> str:
        return self.problem.found


class ColumnReading(NamedTuple):
    """How one column was understood; `certainty` is known, guessed or ignored, `unit` hours or minutes."""

    heading: str
    letter: str
    meaning: str
    certainty: str
    unit: str = ""
    unit_certainty: str = ""


@dataclass
class SheetReading:
    """One sheet: its columns, its rows by fate, or the reason it was passed over."""

    name: str
    index: int
    skipped: str = ""
    heading_rows: tuple[int, ...] = ()
    columns: list[ColumnReading] = field(default_factory=list)
    assumed: dict[str, str] = field(default_factory=dict)
    accepted: int = 0
    refused: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    rows_seen: int = 0


@dataclass
class Reading:
    """A book as understood; the rows stream through `rows()` once, the sheets fill up while they do."""

    stream: Iterator[AcceptedRow | RefusedRow]
    sheets: list[SheetReading] = field(default_factory=list)

    def rows(self) -> Iterator[AcceptedRow | RefusedRow]:
        """Every row that is one, in the order of the book."""
        return self.stream

    def __iter__(self) -> Iterator[AcceptedRow | RefusedRow]:
        return self.stream

    @property
    def accepted(self) -> int:
        return sum(sheet.accepted for sheet in self.sheets)

    @property
    def refused(self) -> int:
        return sum(sheet.refused for sheet in self.sheets)
