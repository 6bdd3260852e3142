"""How readiness is said and drawn on the pages of evidence."""
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jiazong.ground.ui import charts
from jiazong.ground.ui.formats import month, month_short, number
from jiazong.ledger.hours.picture import share_said
from jiazong.ledger.hours.queries import ContractProgress
from jiazong.review.evidence.queries import Readiness
from jiazong.review.evidence.rules import PackIndicator, folder_name

_HERE = "\x00"


@dataclass(frozen=True)
class Finding:
    """A verdict in three pieces, the middle one in colour."""

    before: str
    stress: str
    after: str
    kind: str


@dataclass(frozen=True)
class Line:
    """One contract of the list: how ready it is and what is missing."""

    ready: Readiness
    level: str
    word: str
    pieces: list[charts.Segment]
    missing: str


def lines(found: list[Readiness]) -> list[Line]:
    """The contracts as lines of the list."""
    return [_line(one) for one in found]


def _line(ready: Readiness) -> Line:
    level, word = ("green", _("Ready")) if ready.is_ready else ("yellow", _("Open points"))
    if not ready.records:
        level, word = "red", _("No records")
    pieces = charts.segments([(ready.months_closed, "ok"), (len(ready.months_open), "warn")], max(ready.months_over, 1))
    return Line(ready, level, word, pieces, _missing(ready))


def _missing(ready: Readiness) -> str:
    if not ready.records:
        return _("no service is recorded yet")
    if not ready.months_open:
        return _("nothing")
    return _("not closed: %(months)s") % {"months": months_said(ready.months_open)}


def months_said(months: list[date]) -> str:
    """Months in words, at most three by name; with their year where they are of several years."""
    written = month_short if len({one.year for one in months}) == 1 else month
    said = pgettext("between items of a list", ", ").join(written(one) for one in months[:3])
    rest = len(months) - 3
    if rest <= 0:
        return said
    return said + ngettext(" and %(n)s more", " and %(n)s more", rest) % {"n": number(rest)}


def finding(found: list[Readiness]) -> Finding:
    """The verdict over the list: how many are ready, how many have open points."""
    ready = sum(one.is_ready for one in found)
    count = ngettext("%(n)s contract", "%(n)s contracts", len(found)) % {"n": number(len(found))}
    if ready == len(found):
        return _finding(_("%(count)s, %(stress)s."), _("all ready to pack"), "ok", count=count)
    open_ones = len(found) - ready
    stress = ngettext("%(n)s with open points", "%(n)s with open points", open_ones) % {"n": number(open_ones)}
    kept = ngettext("%(n)s ready to pack", "%(n)s ready to pack", ready) % {"n": number(ready)}
    return _finding(_("%(count)s: %(kept)s, %(stress)s."), stress, "warn", count=count, kept=kept)


def one(ready: Readiness) -> Finding:
    """The verdict over one contract."""
    count = ngettext("%(n)s record", "%(n)s records", ready.records) % {"n": number(ready.records)}
    if not ready.records:
        return _finding(_("%(stress)s, so a pack would be empty."), _("No record yet"), "warn")
    if ready.is_ready:
        return _finding(_("%(count)s, %(stress)s."), _("ready to pack"), "ok", count=count)
    left = len(ready.months_open)
    stress = ngettext("%(n)s month not closed", "%(n)s months not closed", left) % {"n": number(left)}
    return _finding(_("%(count)s, %(stress)s."), stress, "warn", count=count)


def _finding(pattern: str, stress: str, kind: str, **words: str) -> Finding:
    before, after = (pattern % {"stress": _HERE, **words}).split(_HERE)
    return Finding(before, stress, after, kind)


def checks(ready: Readiness) -> list[tuple[str, bool]]:
    """What to look at before packing: (sentence, whether it is settled)."""
    months = _("Every month that is over is closed") if not ready.months_open else _("Not closed yet: %(months)s") % {
        "months": months_said(ready.months_open)}
    late = _("No record was made late") if not ready.late else ngettext(
        "%(n)s record made late; the pack marks it", "%(n)s records made late; the pack marks them", ready.late
    ) % {"n": number(ready.late)}
    flagged = _("No record is doubtful") if not ready.flagged else ngettext(
        "%(n)s doubtful record; look at it first", "%(n)s doubtful records; look at them first", ready.flagged
    ) % {"n": number(ready.flagged)}
    return [(months, not ready.months_open), (late, True), (flagged, not ready.flagged)]


@dataclass(frozen=True)
class Folder:
    """One folder of the pack: an indicator with what was promised and done."""

    name: str
    code: str
    done: str
    target: str
    unit: str
    completion: str
    pieces: list[charts.Segment]


def folders(progress: ContractProgress) -> list[Folder]:
    """The folders of the pack in the order of the contract."""
    made = []
    for position, measure in enumerate(progress.indicators, start=1):
        standing, about = measure.standing, measure.indicator
        named = PackIndicator(
            about.code, about.name, about.unit, about.target, standing.done, about.counts, about.method.name
        )
        made.append(
            Folder(
                folder_name(position, named), about.code, number(standing.done), number(standing.target), about.unit,
                share_said(standing.done, standing.target), charts.segments([(standing.done, "ok")], max(standing.target, 1)),
            )
        )  # fmt: skip
    return made


def attachment(name: str) -> str:
    """The header that saves a file under a Chinese name (RFC 5987), with a plain one for old programs."""
    plain = name.encode("ascii", "ignore").decode().strip(" -_.\"\\") or "evidence.zip"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
