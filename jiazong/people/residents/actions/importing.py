"""A book of people into the register of a centre: read, checked row by row, matched with who is there, written in sets."""
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.sheets.cells import SheetPart
from jiazong.ground.sheets.reading import read_sheets
from jiazong.people.places.models import Centre
from jiazong.people.residents.actions import writing
from jiazong.people.residents.queries import duplicates, register
from jiazong.people.residents.rules import matching
from jiazong.people.residents.rules.blocking import Pair, find_pairs
from jiazong.people.residents.rules.columns import LOOKED_AT, Column, find_heads
from jiazong.people.residents.rules.grouping import households
from jiazong.people.residents.rules.matching import Known, Register
from jiazong.people.residents.rules.refusals import Refused
from jiazong.people.residents.rules.rows import FILLED_DOWN, Reader, Row

# Whoever shows it translates it.
_ = str

Progress = Callable[[int, int], None]
NOBODY_FOUND = _("No sheet has a column of names beside other columns of people. Write a heading row (姓名, 性别, 出生日期 …) above the rows and choose the file again.")


class NobodyFound(ValueError):
    """A file in which no sheet has a column of names beside another column of people."""


@dataclass(frozen=True)
class SheetRead:
    """How a sheet was read; one without columns was passed over."""

    name: str
    columns: tuple[Column, ...] = ()
    heading_row: int = 0
    passed_over: int = 0


@dataclass(frozen=True)
class Hint:
    """That a row may tell of somebody who is there already, or of whom another row tells."""

    row: Row
    other: Row | Known
    score: float
    reasons: tuple[str, ...]


@dataclass
class Imported:
    """What became of a book: `rows` are those that tell of somebody, new + changed + unchanged were accepted.

    `noted` is what was accepted otherwise than it was written.
    """

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    households: int = 0
    new_households: int = 0
    refused: list[Refused] = field(default_factory=list)
    noted: list[Refused] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    unknown_tags: Counter[str] = field(default_factory=Counter)
    sheets: list[SheetRead] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        return self.new + self.changed + self.unchanged


@transaction.atomic
def import_people(
    centre: Centre, *, content: bytes, name: str, by: Account | None, today: date, dry_run: bool = False, on_progress: Progress | None = None,
    on_written: Progress | None = None, cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Take a book of people (.xlsx, .xls, .csv) into a centre's register; all that can be taken or, dry, nothing at all.

    `on_progress` hears of lines read, `on_written` of rows written; either may raise to stop, then nothing is changed.
    The same book a second time changes nothing. Raises WorkbookRefused, ReadingCancelled and NobodyFound.
    """
    _one_at_a_time(centre)
    found = Imported()
    rows = _read(content, name, today, found, on_progress, cancelled)
    rows, twice = matching.once(rows)
    found.refused += twice
    matches = _match(centre, rows, found)
    rows = [row for row in rows if id(row) in matches]
    found.noted = [Refused(row.sheet, row.line, row.heading(column), code) for row in rows for column, code in row.noted]
    families, near = households(rows), _near(centre, rows)
    if dry_run:
        before = transaction.savepoint()
    written = writing.write_book(centre, families, {id(row): one for row in rows if (one := matches[id(row)])}, by=by, today=today, on_written=on_written)
    found.new, found.changed, found.unchanged = written.new, written.changed, len(rows) - written.new - written.changed
    found.households, found.new_households = len(families), written.new_households
    found.unknown_tags = written.unknown_tags
    found.hints = _hints(rows, near, written.keys)
    found.refused.sort(key=lambda one: (one.sheet, one.line))
    if dry_run:
        transaction.savepoint_rollback(before)
        transaction.savepoint_commit(before)
    elif written.new or written.changed or written.new_households:
        counts = {"new": found.new, "changed": found.changed, "refused": len(found.refused), "households": found.new_households}
        chronicle.record("residents.imported", centre, by=by, **counts)
    return found


def _one_at_a_time(centre: Centre) -> None:
    """Two imports into one centre go one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('residents_import:' || %s, 0))", [centre.pk])


def _read(
    content: bytes, name: str, today: date, found: Imported, on_progress: Progress | None, cancelled: Callable[[], bool] | None
) -> list[Row]:
    rows: list[Row] = []
    with tempfile.NamedTemporaryFile(prefix="jiazong-people-", suffix=Path(name).suffix) as file:
        file.write(content)
        file.flush()
        told = on_progress and (lambda done, total: on_progress(done, total or 0))
        for part in read_sheets(Path(file.name), on_progress=told, cancelled=cancelled, name=name):
            if part.visible:
                rows += _read_sheet(part, today, found)
    if not any(sheet.columns for sheet in found.sheets):
        raise NobodyFound
    found.rows = len(rows) + len(found.refused)
    return rows


def _read_sheet(part: SheetPart, today: date, found: Imported) -> list[Row]:
    lines = list(part.rows)
    heads = find_heads(lines[:LOOKED_AT], part.merged)
    if heads is None:
        found.sheets.append(SheetRead(part.name))
        return []
    down = {
        place: [(one.first_row, one.last_row) for one in part.merged if one.first_column == place and one.last_row > one.first_row]
        for meaning in FILLED_DOWN
        for place in (column.place for column in heads.places(meaning))
    }
    reader = Reader(part.name, heads, today, part.date1904, down)
    read = [reader.read(line, cells) for line, cells in lines if line > heads.last_row]
    found.refused += [one for one in read if isinstance(one, Refused)]
    found.sheets.append(SheetRead(part.name, heads.columns, heads.last_row, reader.passed_over))
    return [one for one in read if isinstance(one, Row)]


def _match(centre: Centre, rows: list[Row], found: Imported) -> dict[int, Known | None]:
    """Row → the person it tells of, None for a new one; rows that contradict the register are refused."""
    there = Register(
        register.meant(
            centre,
            numbers={row.outside_number for row in rows if row.outside_number},
            id_numbers={row.paper.number for row in rows if row.paper},
            called={row.name for row in rows},
        )
    )
    matches: dict[int, Known | None] = {}
    taken: dict[object, Row] = {}
    for row in rows:
        known = there.find(row)
        if isinstance(known, str):
            column = "id_number" if known == "id_of_another" else "outside_number"
            found.refused.append(Refused(row.sheet, row.line, row.heading(column), known))
        elif known and known.key in taken:
            before = taken[known.key]
            found.refused.append(Refused(row.sheet, row.line, row.heading("name"), "person_twice", {"line": before.line}))
        elif known and known.is_locked and matching.changes(row, known):
            found.refused.append(Refused(row.sheet, row.line, row.heading("name"), "locked"))
        else:
            matches[id(row)] = known
            if known:
                taken[known.key] = row
    return matches


def _near(centre: Centre, rows: list[Row]) -> list[Known]:
    """Who of the register may be meant by one of the rows, as it was before they were written."""
    return register.alike(
        centre,
        called={row.name for row in rows},
        id_numbers={row.paper.number for row in rows if row.paper},
        phones={one.number for row in rows for one in row.numbers},
    )


def _hints(rows: list[Row], near: list[Known], keys: dict[int, object]) -> list[Hint]:
    """Which rows may tell of somebody the register or the book itself has under another number."""
    by_key = {keys[id(row)]: row for row in rows}
    others = {one.key: one for one in near if one.key not in by_key}
    told = [matching.as_known(row, keys[id(row)]) for row in rows]
    everybody = [register.record_of(one) for one in (*told, *others.values())]
    pairs = find_pairs(everybody, new=lambda record: record.key in by_key, rarity=duplicates.rarity_of_some(everybody))
    return [_hint(pair, by_key, others) for pair in pairs]


def _hint(pair: Pair, by_key: dict[object, Row], others: dict[object, Known]) -> Hint:
    one, other = pair.one.key, pair.other.key
    if one not in by_key or other in by_key and by_key[other].line > by_key[one].line:
        one, other = other, one
    return Hint(by_key[one], by_key.get(other) or others[other], pair.verdict.score, pair.verdict.reasons)
