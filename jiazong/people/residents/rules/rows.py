"""One row of a book of people: what its cells say, checked cell by cell; pure."""
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jiazong.ground.sheets.values import (
    Cell,
    DayError,
    YearHint,
    fold_heading,
    fold_text,
    is_ditto,
    parse_day,
    shown,
)
from jiazong.people.residents.rules import identity, names, phones
from jiazong.people.residents.rules.columns import Column, Heads
from jiazong.people.residents.rules.doors import folded as folded_door
from jiazong.people.residents.rules.doors import read as read_door
from jiazong.people.residents.rules.doors import without_region
from jiazong.people.residents.rules.refusals import Refused

OLDEST = 130  # nobody known was older for long; a habit of the form, not law
LONGEST = {
    "outside_number": 40, "household_number": 40, "community": 80, "estate": 120, "block": 40, "relation": 40, "registration": 40, "household_kind": 40,
}  # fmt: skip
FILLED_DOWN = ("household_number", "head", "address", "community", "estate", "block", "unit", "room")
_YEAR_MONTH = re.compile(r"^((?:18|19|20)\d{2})[-/.年](\d{1,2})月?$")
_YEAR, _DIGITS_8, _DIGITS_6 = re.compile(r"^((?:18|19|20)\d{2})年?$"), re.compile(r"^\d{8}$"), re.compile(r"^((?:18|19|20)\d{2})(\d{2})$")
_AGE = re.compile(r"^(\d{1,3})(?:\.0+)?(?:岁|周岁)?$")
_SEPARATORS = re.compile(r"[、,，;；/|\n]+")
_HERE = Path(__file__).parent


def _words(name: str, key: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row[key], set()).add(fold_text(row["word"]))
    return {one: frozenset(words) for one, words in found.items()}


WORDS = _words("people_words.csv", "list")
PAPERS = {word: kind for kind, words in _words("paper_kinds.csv", "kind").items() for word in words}
SEXES = {word: sex for sex, words in (("m", "male"), ("f", "female"), ("x", "other_sex"), ("", "unknown")) for word in WORDS[words]}


@dataclass(frozen=True)
class Row:
    """A person as one row tells: what is blank was not told. `address` is the whole, block and room are parts of it.

    `noted` are (column, code) of what was taken otherwise than it was written and should be looked at.
    """

    sheet: str
    line: int
    name: str
    outside_number: str = ""
    sex: str = ""
    born_on: date | None = None
    is_birth_estimated: bool = False
    died_on: date | None = None
    paper: identity.Identity | None = None
    numbers: tuple[phones.Number, ...] = ()
    household_number: str = ""
    household_kind: str = ""
    head: str = ""
    relation: str = ""
    is_head: bool = False
    community: str = ""
    estate: str = ""
    block: str = ""
    room: str = ""
    address: str = ""
    registration: str = ""
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    noted: tuple[tuple[str, str], ...] = ()

    def heading(self, meaning: str) -> str:
        """How the sheet calls a column of this row."""
        return self.columns.get(meaning, "")


class _Fault(ValueError):
    def __init__(self, meaning: str, code: str) -> None:
        super().__init__(code)
        self.meaning, self.code = meaning, code


@dataclass
class Reader:
    """Reads the rows below a heading one after another; what stands in merged cells or as 同上 is taken from above."""

    sheet: str
    heads: Heads
    today: date
    date1904: bool = False
    merged_down: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    passed_over: int = 0

    def __post_init__(self) -> None:
        self.headings = {one.meaning: one.heading for one in reversed(self.heads.columns) if one.meaning}
        self.days = YearHint(date1904=self.date1904)

    def read(self, line: int, cells: Sequence[Cell]) -> Row | Refused | None:
        """The person of a row, why it is not taken, or None for a row that tells of nobody."""
        told = {meaning: self._cell(line, cells, meaning) for meaning in self.headings if meaning not in ("", "other")}
        if self._is_passed_over(told, cells):
            self.passed_over += any(fold_text(shown(cell)) for cell in cells)
            return None
        try:
            return self._row(line, told, cells)
        except _Fault as fault:
            return Refused(self.sheet, line, self.headings.get(fault.meaning, ""), fault.code)

    def _cell(self, line: int, cells: Sequence[Cell], meaning: str) -> Cell:
        column = self.heads.places(meaning)[0]
        cell = cells[column.place] if column.place < len(cells) else None
        text = shown(cell).strip()
        if meaning in FILLED_DOWN:
            under = any(first < line <= last for first, last in self.merged_down.get(column.place, ()))
            if is_ditto(cell) or (under and not text):
                return self.before.get(meaning, "")
            self.before[meaning] = text
        return cell

    def _is_passed_over(self, told: dict[str, Cell], cells: Sequence[Cell]) -> bool:
        filled = [fold_heading(shown(cell)) for cell in cells if fold_text(shown(cell))]
        if not filled:
            return True
        headings = {fold_heading(one.heading) for one in self.heads.columns}
        if sum(one in headings for one in filled) * 2 > len(filled):
            return True
        first = re.split(r"[::]", filled[0])[0]
        if first in WORDS["ended"] or fold_text(shown(told.get("name"))) in WORDS["ended"]:
            return True
        return not any(fold_text(shown(cell)) for meaning, cell in told.items() if meaning not in FILLED_DOWN)

    def _row(self, line: int, told: dict[str, Cell], cells: Sequence[Cell]) -> Row:
        written = {meaning: shown(cell).strip() for meaning, cell in told.items()}
        for meaning, most in LONGEST.items():
            if len(written.get(meaning, "")) > most:
                raise _Fault(meaning, "too_long")
        paper = _identity(written, self.today)
        born_on, estimated = self._born(told, paper)
        noted = (("born_on", "born_differs"),) if self._differs(told, paper) else ()
        sex = _sex(written, paper)
        died_on = self._died(told, born_on)
        relation = written.get("relation", "")
        name = _name(told)
        is_head = fold_text(relation) in WORDS["head"] or not relation and bool(written.get("head")) and names.same_name(written["head"], name)
        return Row(
            self.sheet, line, name, written.get("outside_number", ""), sex, born_on, estimated, died_on, paper,
            tuple(self._phones(cells)), written.get("household_number", ""), written.get("household_kind", ""), written.get("head", ""),
            "" if is_head else relation, is_head, **_place(written), registration=written.get("registration", ""),
            languages=_several(written.get("languages", "")), tags=tuple(self._tags(cells)), columns=self.headings, noted=noted,
        )  # fmt: skip

    def _born(self, told: dict[str, Cell], paper: identity.Identity | None) -> tuple[date | None, bool]:
        born_on, estimated = read_birth(told.get("born_on"), self.days)
        if born_on and born_on > self.today:
            raise _Fault("born_on", "born_in_future")
        if born_on and self.today.year - born_on.year > OLDEST:
            raise _Fault("born_on", "born_not_a_day")
        if paper and paper.born_on:
            return paper.born_on, False
        if born_on is None and (age := _age(shown(told.get("age")))) is not None:
            return date(self.today.year - age, 1, 1), True
        return born_on, estimated

    def _differs(self, told: dict[str, Cell], paper: identity.Identity | None) -> bool:
        """Whether the birthday that is kept at home is not the one of the paper: often it is the one of the lunar calendar."""
        born_on, estimated = read_birth(told.get("born_on"), self.days)
        return bool(born_on and paper and paper.born_on) and not _fits(born_on, estimated, paper.born_on)

    def _died(self, told: dict[str, Cell], born_on: date | None) -> date | None:
        cell = told.get("died_on")
        if not fold_text(shown(cell)):
            return None
        try:
            died_on = parse_day(cell, years=self.days)
        except DayError:
            raise _Fault("died_on", "died_not_a_day") from None
        if born_on and died_on < born_on:
            raise _Fault("died_on", "died_before_birth")
        if died_on > self.today:
            raise _Fault("died_on", "died_not_a_day")
        return died_on

    def _phones(self, cells: Sequence[Cell]) -> Iterator[phones.Number]:
        known: set[str] = set()
        for meaning in ("phone", "phone_more", "contact_phone"):
            for column in self.heads.places(meaning):
                for one in _numbers(cells, column):
                    if one.number not in known:
                        known.add(one.number)
                        owner = one.owner or ("联系人" if meaning == "contact_phone" else "")
                        yield phones.Number(one.kind, one.number, one.extension, owner[:30])

    def _tags(self, cells: Sequence[Cell]) -> Iterator[str]:
        for column in self.heads.places("tags"):
            if column.place < len(cells):
                yield from _several(shown(cells[column.place]))


def read_birth(cell: Cell, days: YearHint) -> tuple[date | None, bool]:
    """The birth date of a cell and whether it is only a month or a year; (None, False) for a blank; raises a fault."""
    text = fold_text(shown(cell)).replace(" ", "")
    if not text or text in WORDS["unknown"]:
        return None, False
    try:
        if found := _YEAR_MONTH.match(text) or _DIGITS_6.match(text):
            return date(int(found[1]), int(found[2]), 1), True
        if found := _YEAR.match(text):
            return date(int(found[1]), 1, 1), True
        if _DIGITS_8.match(text):
            return date(int(text[:4]), int(text[4:6]), int(text[6:])), False
    except ValueError:
        raise _Fault("born_on", "born_no_such_day") from None
    try:
        return parse_day(cell, years=days), False
    except DayError as fault:
        raise _Fault("born_on", "born_no_such_day" if fault.code == "no_such_day" else "born_not_a_day") from None


def _fits(told: date, estimated: bool, real: date) -> bool:
    if not estimated:
        return told == real
    return told.year == real.year and (told.month == real.month or told.month == 1)


def _age(text: str) -> int | None:
    plain = fold_text(text)
    if not plain or plain in WORDS["unknown"] - {"0", "9"}:
        return None
    found = _AGE.match(plain)
    if not found or int(found[1]) > OLDEST:
        raise _Fault("age", "not_an_age")
    return int(found[1])


def _name(told: dict[str, Cell]) -> str:
    cell = told.get("name")
    text = cell if isinstance(cell, str) else shown(cell)
    if not fold_text(text):
        raise _Fault("name", "name_missing")
    name = names.kept(text)
    if not name:
        raise _Fault("name", "name_not_kept")
    return name


def _identity(written: dict[str, str], today: date) -> identity.Identity | None:
    kind = fold_text(written.get("id_kind", ""))
    if kind and kind not in PAPERS and kind not in WORDS["unknown"] and kind != "无":
        raise _Fault("id_kind", "id_kind_unknown")
    try:
        return identity.read(written.get("id_number", ""), today=today, kind=PAPERS.get(kind, ""))
    except identity.IdentityError as fault:
        raise _Fault("id_number", f"id_{fault.code}") from None


def _sex(written: dict[str, str], paper: identity.Identity | None) -> str:
    text = fold_text(written.get("sex", ""))
    if text and text not in SEXES:
        raise _Fault("sex", "not_a_sex")
    sex = SEXES.get(text, "")
    if paper and paper.sex and sex in ("m", "f") and sex != paper.sex:
        raise _Fault("sex", "sex_differs")
    return sex or (paper.sex if paper else "")


def _numbers(cells: Sequence[Cell], column: Column) -> list[phones.Number]:
    try:
        return phones.read(shown(cells[column.place]) if column.place < len(cells) else "")
    except phones.PhoneError as fault:
        raise _Fault(column.meaning, f"phone_{fault.code}") from None


def _place(written: dict[str, str]) -> dict[str, str]:
    """Where the household lives: the columns for it, what is missing there out of the address."""
    door = read_door(written.get("address", ""))
    room = "-".join(part for part in (written.get("unit", ""), written.get("room", "")) if part)
    estate = written.get("estate", "")
    if door.block and not estate:
        place = without_region(door.place).removeprefix(folded_door(written.get("community", "")))
        estate = place[: LONGEST["estate"]]
    return {
        "community": written.get("community", ""), "estate": estate, "block": written.get("block", "") or door.block,
        "room": room or door.room, "address": written.get("address", ""),
    }  # fmt: skip


def _several(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))
