"""Workbooks: the published catalogue, and survey forms typed elsewhere and handed in as a stack."""
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from jiazong.commission.catalogue import edition_lines, wording
from jiazong.commission.catalogue.actions.needs import Form
from jiazong.commission.catalogue.models import Answer, Edition, Entry, Need, Stratum, Survey
from jiazong.commission.catalogue.rules.needs import BadRanking, check_ranking
from jiazong.ground.sheets.cells import Cell, shown
from jiazong.ground.sheets.days import DayError, YearHint, parse_day
from jiazong.ground.sheets.folding import fold_heading, fold_text
from jiazong.ground.sheets.reading import read_sheets
from jiazong.ground.sheets.writing import Column, WrittenTable, write_tables

SERIAL, STREET, GROUP, WAY, DAY, PLACE = "表号", "街道", "人群", "方式", "日期", "第{}位"
WAYS = {"纸质": Answer.PAPER, "纸": Answer.PAPER, "电话": Answer.PHONE, "网络": Answer.WEB, "网上": Answer.WEB}
WAYS |= {one: one for one in (Answer.PAPER, Answer.PHONE, Answer.WEB)}
MOST_FORMS = 5000


@dataclass(frozen=True)
class Refused:
    """A row that is not taken: where, and what is to be done."""

    sheet: str
    row: int
    why: str


@dataclass
class Stack:
    """What was understood of a workbook of forms."""

    forms: list[Form] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    has_headings: bool = False


class _NotTaken(ValueError):
    """Why a row is not taken, as it is said."""


def edition_book(edition: Edition, entries: Sequence[Entry]) -> bytes:
    """The published catalogue as a workbook."""
    target = io.BytesIO()
    columns = [Column(heading, width) for heading, width in zip(edition_lines.HEADINGS, (6, 12, 36, 30, 10, 36, 10), strict=True)]
    rows = [(entry.number, *edition_lines.cells_of(entry)[1:]) for entry in entries]
    write_tables(target, [WrittenTable(f"{edition.year}", columns, rows)])
    return target.getvalue()


def headings(survey: Survey) -> list[str]:
    """The headings of a workbook of forms."""
    return [SERIAL, STREET, GROUP, WAY, DAY, *(PLACE.format(place) for place in range(1, survey.places + 1))]


def blank_book(survey: Survey, needs: Sequence[Need], strata: Sequence[Stratum]) -> bytes:
    """A workbook to type forms into, with the needs and the strata on sheets of their own."""
    target = io.BytesIO()
    lists = [WrittenTable("需求", ["编号", "需求"], [(need.order, need.name) for need in needs])]
    lists.append(WrittenTable("街道与人群", ["街道", "代码", "人群"], [(one.region.name, one.region_id, one.group.name) for one in strata]))
    write_tables(target, [WrittenTable("问卷", [Column(heading, 12) for heading in headings(survey)], []), *lists])
    return target.getvalue()


def read_stack(content: bytes, name: str, survey: Survey, needs: Sequence[Need], strata: Sequence[Stratum], today: date) -> Stack:
    """The forms of a workbook, and the rows that are no form with the reason beside each. Raises WorkbookRefused."""
    stack, reader = Stack(), _Reader(survey, needs, strata, today)
    with tempfile.NamedTemporaryFile(prefix="jiazong-needs-", suffix=Path(name).suffix) as file:
        file.write(content)
        file.flush()
        for part in read_sheets(Path(file.name), name=name):
            reader.years = YearHint(first_day=survey.first_day, last_day=survey.last_day, date1904=part.date1904)
            _read_part(part.name, part.rows, reader, stack)
    return stack


def _read_part(name: str, rows: Iterable[tuple[int, list[Cell]]], reader: "_Reader", stack: Stack) -> None:
    places: dict[str, int] = {}
    for number, cells in rows:
        if not places:
            found = {fold_heading(cell): at for at, cell in enumerate(cells) if isinstance(cell, str)}
            if SERIAL in found and PLACE.format(1) in found:
                places, stack.has_headings = found, True
            continue
        if not any(shown(cell).strip() for cell in cells):
            continue
        if len(stack.forms) >= MOST_FORMS:
            stack.refused.append(Refused(name, number, _("More than %(n)s forms in one workbook; hand in the rest in another.") % {"n": MOST_FORMS}))
            return
        try:
            stack.forms.append(reader.form({heading: cells[at] for heading, at in places.items() if at < len(cells)}))
        except _NotTaken as why:
            stack.refused.append(Refused(name, number, str(why)))


class _Reader:
    """Understands a row of a workbook as a form of the survey."""

    def __init__(self, survey: Survey, needs: Sequence[Need], strata: Sequence[Stratum], today: date) -> None:
        self.survey, self.today, self.years = survey, today, YearHint()
        self.needs = {str(need.order): need.pk for need in needs} | {fold_text(need.name): need.pk for need in needs}
        self.strata: dict[tuple[str, str], list[Stratum]] = {}
        for one in strata:
            for street in (one.region_id.lower(), fold_text(one.region.name)):
                self.strata.setdefault((street, fold_text(one.group.name)), []).append(one)
        self.known = frozenset(need.pk for need in needs)

    def form(self, cells: dict[str, Cell]) -> Form:
        """The form of a row. Raises _NotTaken."""
        serial = shown(cells.get(SERIAL)).strip()
        if not serial or len(serial) > 20:
            raise _NotTaken(_("The number of the form is missing or longer than 20 characters."))
        street, group = fold_text(shown(cells.get(STREET))), fold_text(shown(cells.get(GROUP)))
        found = self.strata.get((street, group), [])
        if len(found) != 1:
            raise _NotTaken(_("Street and group are not in the sample, or the street's name comes twice; write the code of the street."))
        channel = WAYS.get(fold_text(shown(cells.get(WAY))))
        if channel is None:
            raise _NotTaken(_("The way is none of 纸质, 电话, 网络."))
        return Form(serial, found[0], channel, self._day(cells.get(DAY)), self._ranked(cells))

    def _day(self, cell: Cell) -> date:
        try:
            day = parse_day(cell, years=self.years)
        except DayError:
            raise _NotTaken(_("The day cannot be read; write it as 2026-11-24.")) from None
        if not self.survey.first_day <= day <= min(self.survey.last_day, self.today):
            raise _NotTaken(_("The day lies outside the survey or ahead of today."))
        return day

    def _ranked(self, cells: dict[str, Cell]) -> list[int]:
        ranked = []
        for place in range(1, self.survey.places + 1):
            written = fold_text(shown(cells.get(PLACE.format(place))))
            if written:
                ranked.append(self.needs.get(written.removesuffix(".0"), -place))
        try:
            check_ranking(ranked, self.known, self.survey.places)
        except BadRanking as fault:
            raise _NotTaken(str(wording.RANKINGS[fault.code])) from None
        return ranked
