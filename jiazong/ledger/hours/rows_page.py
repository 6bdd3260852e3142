"""What the page behind a number shows: where it comes from, who and when, and each record with its source."""
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from jiazong.commission.contracts.models import Contract, Indicator
from jiazong.ground.ui import charts, keyset
from jiazong.ground.ui.formats import hours, month, month_short, number, unit
from jiazong.ledger.hours import asking, wording
from jiazong.ledger.hours.asking import DayAsked, RowsAsked
from jiazong.ledger.hours.models import Posting, Source
from jiazong.ledger.hours.permissions import Sight
from jiazong.ledger.hours.queries import Measure
from jiazong.ledger.hours.queries import rows as reading
from jiazong.ledger.hours.queries.rows import Breakdown, Counted, counted_lines
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules.progress import Term

KEYS = reading.NEWEST_FIRST
ROWS_SHOWN = reading.NEWEST_SHOWN


@dataclass(frozen=True)
class Behind:
    """One number, what is seen of the contract, and the day it is asked for."""

    contract: Contract
    measure: Counted
    sight: Sight
    day: DayAsked

    @property
    def lines(self) -> QuerySet[Posting]:
        """The lines in sight that the number looks at, up to the day asked for."""
        found = reading.lines_of(self.sight.lines, self.measure)
        return found.filter(day__lte=self.day.bound) if self.day.bound else found

    @property
    def own_only(self) -> bool:
        return self.sight.own_only

    @property
    def counted(self) -> QuerySet[Posting]:
        return counted_lines(self.lines, self.measure)

    @property
    def question(self) -> str:
        """How an address that narrows the list begins; the day asked for is kept."""
        return f"?as_of={self.day.bound}&" if self.day.bound else "?"


def said_of(behind: Behind, found: Breakdown, measure: Measure, term: Term) -> dict[str, object]:
    """The number in words: the finding, the plan, how it comes about, by month and by worker."""
    by_month = month_bars(found, measure, behind.question)
    count_unit = _("person-times") if measure.is_hours else measure.unit
    by_worker = worker_bars(found, measure, behind.question)
    return {
        "measure": measure,
        "name": wording.name_of(measure),
        "verdict": _verdict(measure, found, own_only=behind.own_only),
        "plan": "" if behind.own_only else plan_said(measure, is_over=not term.days_left),
        "said": {word: _exact(measure, getattr(found, word)) for word in ("recorded", "taken_back", "total", "uncounted")},
        "by_month": by_month,
        "months_said": most_and_least(whole_months(found, by_month, behind.contract.first_day, behind.day.day)) or _("By month"),
        "by_worker": by_worker,
        "workers_said": most_and_least(by_worker) or _("By worker"),
        "columns": _columns(count_unit),
        "count_unit": count_unit,
    }


def _exact(measure: Measure, value: int) -> str:
    """A figure that adds up with its neighbours before the reader's eyes: hours to the hundredth."""
    return unit(hours(value, 2) if measure.is_hours else number(value), wording.unit_of(measure))


def _verdict(measure: Measure, found: Breakdown, *, own_only: bool) -> str:
    if not found.recorded:
        return _("No record stands behind this number yet.")
    words = {"amount": wording.amount(measure, found.total)}
    if own_only:
        return _("%(amount)s are yours, every one can be looked up.") % words
    return _("%(amount)s, every one can be looked up.") % words


def _columns(count_unit: str) -> list[object]:
    return [
        _("Title"), _("State"), _("Day"), _("Worker"), {"label": _("Minutes"), "num": True}, {"label": count_unit, "num": True},
        _("Field of service"), _("Source"),
    ]  # fmt: skip


def ways(behind: Behind, asked: RowsAsked, given: QueryDict) -> dict[str, object]:
    """Addresses: this page without conditions, without one of them, and the workbook of what is shown."""
    place = [behind.contract.pk, behind.measure.code]
    here, export = reverse("hours:indicator", args=place), reverse("hours:indicator_export", args=place)
    kept = {"as_of": str(behind.day.bound)} if behind.day.bound else {}
    conditions = {name: given[name] for name, _words in asked.said()}
    without = [
        (words, f"{here}?{urlencode(kept | {n: v for n, v in conditions.items() if n != name})}") for name, words in asked.said()
    ]
    return {
        "question": behind.question,
        "as_of": behind.day.bound,
        "here": f"{here}?{urlencode(kept)}" if kept else here,
        "asked_said": without,
        "export": f"{export}?{urlencode(kept | conditions)}" if kept or conditions else export,
    }


def page_of(behind: Behind, asked: RowsAsked, given: QueryDict) -> keyset.Page:
    """A page of the rows that answer what was asked, newest first."""
    is_plain = not (behind.own_only or behind.day.bound or behind.measure.is_hours or asked.is_asking)
    if is_plain and keyset.is_first(given):
        # Most who open the page ask nothing more.
        taken = reading.newest(contract=behind.contract.pk, method=behind.measure.indicator.method_id)
        return keyset.first_page(taken, keys=KEYS, asked=given, size=ROWS_SHOWN)
    rows = narrowed(behind.counted, asked).values(*reading.LISTED)
    return keyset.page(rows, keys=KEYS, asked=given, size=ROWS_SHOWN)


def narrowed(lines: QuerySet[Posting], asked: RowsAsked) -> QuerySet[Posting]:
    """The rows that answer what was asked: month, worker, late, doubtful or reversals."""
    if first := asked.month_asked:
        lines = lines.filter(day__gte=first, day__lt=asking.entry.next_month(first))
    if worker := asked.asked("worker"):
        lines = lines.filter(worker_id=worker)
    state = asked.asked("state")
    if state == asking.REVERSED:
        return lines.filter(quantity=-1)
    if state == asking.LATE:
        return lines.filter(quantity=1, is_late=True)
    return lines.filter(quantity=1).exclude(flags="") if state == asking.FLAGGED else lines


@dataclass(frozen=True)
class Shown:
    """One record as the table shows it; `states` are (word, kind) tags."""

    href: str
    day: object
    title: str
    field: str
    worker: str
    minutes: str
    count: str
    source: str
    states: list[tuple[str, str]]


def shown_rows(rows: list[dict], behind: Behind, workers: dict[int, str]) -> list[Shown]:
    """A page of records made ready for the table; their notes are never read."""
    counts, methods = _counting(behind.measure), reading.method_names(behind.contract, behind.measure)
    sources, taken_back = reading.sources_of(behind.contract), reading.taken_back([row["id"] for row in rows])
    # One address is asked for and filled in fifty times: asking is the dearest part of a row.
    place, words = reverse("hours:posting", args=[0])[:-1], Words()
    return [
        Shown(
            href=f"{place}{row['id']}", day=row["day"], title=row["title"] or methods[row["method_id"]],
            field=row["field"], worker=workers[row["worker_id"]], minutes=_minutes(row), count=number(row[counts]),
            source=source_said(row | sources[row["source_id"]], words),
            states=states_said(row, words, is_taken_back=row["id"] in taken_back),
        )
        for row in rows
    ]  # fmt: skip


def _minutes(row: dict) -> str:
    if not row["indirect_minutes"]:
        return number(row["direct_minutes"])
    return f"{number(row['direct_minutes'])} + {number(abs(row['indirect_minutes']))}"


def _counting(measure: Counted) -> str:
    """The column that counts for people: person-times, or the rows themselves."""
    return "person_times" if measure.is_hours or measure.indicator.counts == Indicator.PERSONS else "quantity"


class Words:
    """The words nearly every row of a page says, looked up once a page in its language."""

    def __init__(self) -> None:
        self.typed_in, self.by_the_system, self.row = _("typed in"), _("by the system"), _("row %(n)s")
        self.in_order = [(_("In order"), "ok")]


def source_said(row: dict, words: Words) -> str:
    """Where a record comes from: the workbook with sheet and row, or the screen."""
    if row["source__kind"] == Source.SCREEN:
        return words.typed_in
    if row["source__kind"] == Source.SYSTEM:
        return words.by_the_system
    parts = [row["source__name"], row["source_sheet"]]
    if row["source_row"]:
        parts.append(words.row % {"n": row["source_row"]})
    return " · ".join(part for part in parts if part)


def states_said(row: dict, words: Words, *, is_taken_back: bool) -> list[tuple[str, str]]:
    """What is to be known about a record, as tags; one without anything is in order."""
    if not (row["quantity"] < 0 or is_taken_back or row["is_late"] or row["flags"]):
        return words.in_order
    states = []
    if row["quantity"] < 0:
        states.append((_("Reversal"), "bad"))
    if is_taken_back:
        states.append((_("Taken back"), ""))
    if row["is_late"]:
        states.append((_("Late"), "warn"))
    if row["flags"]:
        states.append((flags_said(row["flags"]), "warn"))
    return states


def flags_said(flags: str) -> str:
    """What was noticed when the record was posted, in words."""
    words = {
        "over_day": _("over 24 hours that day"), "two_places": _("two places at once"), "count_missing": _("count not given"),
    }  # fmt: skip
    return _("Doubtful: %(why)s") % {"why": " / ".join(words.get(flag, flag) for flag in flags.split())}


def month_bars(found: Breakdown, measure: Measure, question: str) -> list[charts.Bar]:
    """The number by month, each a door to its rows."""
    written = month_short if len({day.year for day in found.by_month}) == 1 else month
    rows = [(written(day), _scaled(value, measure), f"{question}month={day:%Y-%m}") for day, value in sorted(found.by_month.items())]
    return charts.bars(rows) if rows else []


def whole_months(found: Breakdown, bars: list[charts.Bar], first_day: date, as_of: date) -> list[charts.Bar]:
    """The bars of months that lie wholly within term and days gone by: a month just begun would always be the least."""
    months = zip(sorted(found.by_month), bars, strict=True) if bars else []
    return [bar for month, bar in months if first_day <= month and (entry.next_month(month) - as_of).days <= 1]


def worker_bars(found: Breakdown, measure: Measure, question: str) -> list[charts.Bar]:
    """The number by worker, the most first, each a door to its rows."""
    ordered = sorted(found.by_worker.items(), key=lambda item: -item[1])
    return charts.bars([(found.names[pk], _scaled(value, measure), f"{question}worker={pk}") for pk, value in ordered]) if ordered else []


def _scaled(value: int, measure: Measure) -> float:
    return round(value / 60) if measure.is_hours else value


def most_and_least(bars: list[charts.Bar]) -> str:
    """The finding over a list of bars: who has the most and who the least."""
    if len(bars) < 2:
        return ""
    ordered = sorted(bars, key=lambda bar: -bar.value)
    return _("%(most)s has the most, %(least)s the least") % {"most": ordered[0].label, "least": ordered[-1].label}


def plan_said(measure: Measure, *, is_over: bool) -> str:
    """What stands under the number: where it should be by the day asked, and the target of the term."""
    standing = measure.standing
    if is_over:
        missing = standing.target - standing.done
        words = {"target": wording.amount(measure, standing.target), "missing": wording.amount(measure, max(missing, 0))}
        return (_("The target was %(target)s, %(missing)s were not reached.") if missing > 0 else _(
            "The target was %(target)s and is reached.")) % words
    words = {
        "expected": wording.figure(measure, standing.expected_by_now),
        "gap": wording.amount(measure, abs(standing.ahead)),
        "target": wording.amount(measure, standing.target),
    }
    if standing.ahead < 0:
        return _("By that day it should be %(expected)s, %(gap)s are missing; the target of the term is %(target)s.") % words
    return _("By that day it should be %(expected)s, it is %(gap)s more; the target of the term is %(target)s.") % words
