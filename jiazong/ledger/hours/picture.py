"""What the progress page shows, made ready for the template: rows with bars, the line and the weeks of what lags most."""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext as _

from jiazong.commission.contracts.models import Contract, Indicator
from jiazong.ground.ui import charts
from jiazong.ground.ui.formats import day_short, number, percent
from jiazong.ledger.hours import queries, wording
from jiazong.ledger.hours.queries import ContractProgress, Measure, Totals
from jiazong.ledger.hours.queries.progress import DIRECT_HOURS
from jiazong.ledger.hours.queries.rows import month_totals, week_totals
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules.progress import BEHIND, DAYS_OF_A_WEEK, DONE, NOT_BEGUN, SLOW

WEEKS_SHOWN, WEEKS_AVERAGED = 12, 8


@dataclass(frozen=True)
class Row:
    """One line of the table of measures; `href` is empty for somebody who may not open the records."""

    name: str
    href: str
    state: str
    level: str
    word: str
    bar: charts.Bullet | None
    done: str
    target: str
    unit: str
    completion: str
    remark: str
    remark_kind: str


def rows(progress: ContractProgress, door: Callable[[str], str]) -> list[Row]:
    """The measures of a contract in its own order; `door` gives the address of the records behind one, or nothing."""
    return [_row(one, progress, door(one.code)) for one in progress.measures]


def _row(measure: Measure, progress: ContractProgress, href: str) -> Row:
    standing = measure.standing
    state, level, word = _look(standing.state, progress.verdict.is_over)
    remark, kind = _remark(measure, progress)
    bar = None
    if standing.target:
        bar = charts.bullet(
            standing.done, standing.target, float(progress.term.elapsed * 100), state=state, forecast=float(standing.forecast)
        )
    return Row(
        wording.name_of(measure), href, state, level, word, bar, wording.figure(measure, standing.done),
        wording.figure(measure, standing.target), wording.unit_of(measure), share_said(standing.done, standing.target),
        remark, kind,
    )  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """One contract in a list: how it stands, and its hours in all against the term."""

    contract: Contract
    level: str
    state: str
    word: str
    kept: int
    measures: int
    bar: charts.Bullet | None
    hours: str
    completion: str


def summary(progress: ContractProgress) -> Summary:
    """A contract as one line of a list: its verdict, its total hours against the plan."""
    total = progress.measures[0].standing
    state, level, word = _verdict_look(progress)
    bar = None
    if total.target:
        bar = charts.bullet(total.done, total.target, float(progress.term.elapsed * 100), state=state)
    return Summary(
        progress.contract, level, state, word, len(progress.measures) - len(wording.late_measures(progress)),
        len(progress.measures), bar, wording.figure(progress.measures[0], total.done), share_said(total.done, total.target),
    )  # fmt: skip


def _verdict_look(progress: ContractProgress) -> tuple[str, str, str]:
    """The worst of the measures speaks for the contract."""
    if not progress.term.days_gone:
        return _look(NOT_BEGUN, False)
    late = wording.late_measures(progress)
    if not late:
        return _look(DONE if progress.verdict.is_over else "", progress.verdict.is_over)
    worst = BEHIND if any(one.standing.state == BEHIND for one in late) else SLOW
    return _look(worst, progress.verdict.is_over)


def share_said(done: int, target: int) -> str:
    """A share with one decimal that says 100 % only when it is reached."""
    if not target:
        return percent(None)
    tenths = round(Fraction(done * 1000, target))
    return percent(float(Fraction(min(tenths, 999) if done < target else tenths, 1000)))


def _look(state: str, is_over: bool) -> tuple[str, str, str]:
    if state == DONE:
        return "ok", "green", _("Reached")
    if is_over:
        return ("late", "red", _("Not reached")) if state == BEHIND else ("slow", "yellow", _("Not reached"))
    return {
        NOT_BEGUN: ("ok", "blue", _("Not begun")),
        SLOW: ("slow", "yellow", _("Slow")),
        BEHIND: ("late", "red", _("Behind")),
    }.get(state, ("ok", "green", _("On track")))


def _remark(measure: Measure, progress: ContractProgress) -> tuple[str, str]:
    standing, term = measure.standing, progress.term
    if progress.verdict.is_over or standing.state == DONE:
        over = standing.done - standing.target
        kind = "muted" if over >= 0 else "is-bad" if standing.state == BEHIND else "is-warn"
        return _more_or_less(measure, over), kind
    if standing.state in (SLOW, BEHIND, NOT_BEGUN):
        kind = {SLOW: "is-warn", BEHIND: "is-bad"}.get(standing.state, "muted")
        if term.days_left < DAYS_OF_A_WEEK:
            return _("%(amount)s to go") % {"amount": wording.amount(measure, standing.target - standing.done)}, kind
        pace = wording.figure(measure, ceil(standing.weekly_pace_needed))
        return _("%(pace)s a week needed") % {"pace": pace}, kind
    return _more_or_less(measure, standing.ahead), "muted"


def _more_or_less(measure: Measure, ahead: Fraction | int) -> str:
    if ahead == 0:
        return _("exactly")
    said = _("%(amount)s more") if ahead > 0 else _("%(amount)s less")
    return said % {"amount": wording.amount(measure, abs(ahead))}


@dataclass(frozen=True)
class Line:
    """The sum of one measure over the term against its plan."""

    title: str
    target: str
    name: str
    unit: str
    chart: charts.Cumulative


@dataclass(frozen=True)
class Weeks:
    """The last weeks of one measure against the pace it needs."""

    title: str
    said: str
    name: str
    unit: str
    chart: charts.Weekly


def watched(progress: ContractProgress) -> Measure:
    """The measure that lags most; where nothing lags, the tightest, and of those the one not yet reached."""
    late = wording.late_measures(progress)
    if late:
        return late[0]
    open_ones = [one for one in progress.measures if one.standing.state != DONE] or progress.measures
    return min(open_ones, key=lambda one: wording.kept_share(one.standing.done, one.standing.expected_by_now))


def line(measure: Measure, progress: ContractProgress) -> Line:
    """The measure's sum month by month up to the day asked, its plan, and where the average pace leads."""
    standing, term = measure.standing, progress.term
    scale = 60 if measure.is_hours else 1
    ahead = None if progress.verdict.is_over else round(float(standing.forecast) / scale)
    chart = charts.cumulative(
        term.first_day, term.last_day, standing.target / scale, _points(measure, progress, scale),
        min(term.as_of, term.last_day), forecast=ahead, state=_look(standing.state, progress.verdict.is_over)[0],
    )  # fmt: skip
    words = {"name": wording.name_of(measure), "amount": wording.amount(measure, standing.done)}
    if progress.verdict.is_over:
        title = _("%(name)s ended at %(amount)s") % words
    else:
        words["amount"] = wording.amount(measure, round(standing.forecast))
        title = _("%(name)s is heading for %(amount)s") % words
    return Line(title, wording.amount(measure, standing.target), words["name"], wording.unit_of(measure), chart)


def _points(measure: Measure, progress: ContractProgress, scale: int) -> list[tuple[date, float]]:
    contract, as_of = progress.contract, min(progress.term.as_of, progress.term.last_day)
    per_month: dict[date, int] = {}
    for (month, method_id), totals in month_totals(contract).items():
        per_month[month] = per_month.get(month, 0) + _part(measure, method_id, totals)
    points, total = [], 0
    for month in entry.months_of_term(contract.first_day, contract.last_day):
        end = min(entry.next_month(month) - timedelta(days=1), contract.last_day)
        if end >= as_of:
            break
        total += per_month.get(month, 0)
        points.append((end, total / scale))
    return [*points, (as_of, measure.standing.done / scale)]


def _part(measure: Measure, method_id: int, totals: Totals) -> int:
    """What the sums of one method over a month or a week add to a measure."""
    if measure.is_hours:
        return totals.counted_direct_minutes if measure.code == DIRECT_HOURS else totals.counted_minutes
    if method_id != measure.indicator.method_id:
        return 0
    return totals.person_times if measure.indicator.counts == Indicator.PERSONS else totals.rows


def weeks(measure: Measure, progress: ContractProgress) -> Weeks | None:
    """The last twelve whole weeks of the term up to the day asked; nothing while no week is over."""
    term = progress.term
    last = min(term.as_of, term.last_day)
    last -= timedelta(days=(last.weekday() + 1) % DAYS_OF_A_WEEK)
    mondays = [last - timedelta(days=DAYS_OF_A_WEEK * n + 6) for n in reversed(range(WEEKS_SHOWN))]
    mondays = [monday for monday in mondays if monday >= term.first_day]
    if not mondays:
        return None
    found = dict.fromkeys(mondays, 0)
    for (week, method_id), totals in week_totals(progress.contract, first_day=mondays[0], last_day=last).items():
        found[week] += _part(measure, method_id, totals)
    scale = 60 if measure.is_hours else 1
    pace = measure.standing.weekly_pace_needed
    needed = ceil(pace / scale) if pace and not progress.verdict.is_over else None
    chart = charts.weekly([(day_short(day), value / scale) for day, value in found.items()], needed=needed, recent=WEEKS_AVERAGED)
    unit, recent = wording.unit_of(measure), min(len(mondays), WEEKS_AVERAGED)
    words = {"n": recent, "average": number(chart.average), "unit": unit, "needed": number(needed) if needed else ""}
    said = _("%(average)s %(unit)s a week over %(n)s weeks, %(needed)s needed") if needed else _(
        "%(average)s %(unit)s a week over %(n)s weeks")
    return Weeks(said % words, _("last %(n)s weeks") % {"n": len(mondays)}, wording.name_of(measure), unit, chart)


@dataclass(frozen=True)
class Month:
    """A month of the term: closed, open or still to come."""

    month: date
    level: str
    word: str


def months(contract: Contract, today: date) -> list[Month]:
    """Every month of the term and whether it is closed."""
    closed = queries.closed_months(contract)
    made = []
    for month in entry.months_of_term(contract.first_day, contract.last_day):
        if month in closed:
            made.append(Month(month, "green", _("closed")))
        elif min(entry.next_month(month) - timedelta(days=1), contract.last_day) < today:
            made.append(Month(month, "yellow", _("not closed yet")))
        else:
            made.append(Month(month, "blue" if month <= today else "", _("running") if month <= today else _("to come")))
    return made


