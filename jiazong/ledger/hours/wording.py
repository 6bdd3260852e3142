"""How progress is said in one sentence: the same words on the screen, at the command line and in the evidence pack."""
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jiazong.ground.ui.formats import NO_BREAK, day_full, hours, number
from jiazong.ledger.hours.queries import ContractProgress, Measure
from jiazong.ledger.hours.queries.progress import DIRECT_HOURS, TOTAL_HOURS
from jiazong.ledger.hours.rules.progress import BEHIND, DONE, NOT_BEGUN, SLOW

NAMED_AT_MOST = 3
_HERE = "\x00"


@dataclass(frozen=True)
class Finding:
    """The verdict as one sentence in three pieces; the middle one is what to look at, `kind` ok, warn, bad or nothing."""

    before: str
    stress: str
    after: str
    kind: str

    def __str__(self) -> str:
        return f"{self.before}{self.stress}{self.after}"


def verdict_sentence(progress: ContractProgress) -> str:
    """The finding about a contract on a day in one plain sentence, in the language of the page."""
    return str(finding(progress))


def finding(progress: ContractProgress) -> Finding:
    """The finding about a contract on a day, with the phrase that matters apart."""
    if not progress.term.days_gone:
        return _before_it_begins(progress)
    if progress.verdict.is_over:
        return _after_its_end(progress)
    return _on_the_way(progress)


def _before_it_begins(progress: ContractProgress) -> Finding:
    days = (progress.term.first_day - progress.term.as_of).days
    text = ngettext(
        "The contract begins on %(day)s, in %(days)s day.", "The contract begins on %(day)s, in %(days)s days.", days
    )
    return Finding(text % {"day": day_full(progress.term.first_day), "days": number(days)}, "", "", "")


def _after_its_end(progress: ContractProgress) -> Finding:
    done = sum(one.standing.state == DONE for one in progress.measures)
    missing = len(progress.measures) - done
    if not missing:
        return _finding(_("%(measures)s, %(stress)s."), _("all reached"), "ok", progress)
    stress = ngettext("%(n)s not reached", "%(n)s not reached", missing) % {"n": number(missing)}
    kept = ngettext("%(n)s reached", "%(n)s reached", done) % {"n": number(done)}
    pattern = _("%(measures)s: %(kept)s, %(stress)s.") if done else _("%(measures)s, %(stress)s.")
    return _finding(pattern, stress, "bad", progress, kept=kept)


def _on_the_way(progress: ContractProgress) -> Finding:
    found = progress.verdict
    if not found.to_catch_up:
        return _finding(_("%(measures)s, %(stress)s."), _("all on track"), "ok", progress)
    kept = ngettext("%(n)s on track", "%(n)s on track", found.on_track) % {"n": number(found.on_track)}
    pattern = _("%(measures)s: %(kept)s, %(stress)s.") if found.on_track else _("%(measures)s, %(stress)s.")
    return _finding(pattern, _late_phrase(found.slow, found.behind), "bad" if found.behind else "warn", progress, kept=kept)


def _late_phrase(slow: int, behind: int) -> str:
    late = slow + behind
    if not slow:
        return ngettext("%(n)s behind", "%(n)s behind", behind) % {"n": number(behind)}
    phrase = ngettext("%(n)s to catch up", "%(n)s to catch up", late) % {"n": number(late)}
    if not behind:
        return phrase
    return phrase + ngettext(", %(n)s of them far behind", ", %(n)s of them far behind", behind) % {"n": number(behind)}


def _finding(pattern: str, stress: str, kind: str, progress: ContractProgress, **words: str) -> Finding:
    count = len(progress.measures)
    measures = ngettext("%(n)s measure", "%(n)s measures", count) % {"n": number(count)}
    before, after = (pattern % {"measures": measures, "stress": _HERE, **words}).split(_HERE)
    return Finding(before, stress, after, kind)


def explanation(progress: ContractProgress) -> str:
    """What stands under the verdict: what lags and by how much, where it leads, and hours beyond the ceiling."""
    if not progress.term.days_gone:
        sentences = [_("Nothing can be counted before that day.")]
    else:
        sentences = _about_late(progress) or [_about_fine(progress)]
    if progress.hours.is_over_ceiling:
        sentences.append(ceiling_sentence(progress))
    said = sentences[0]
    for another in sentences[1:]:
        said = _("%(first)s %(then)s") % {"first": said, "then": another}
    return said


def ceiling_sentence(progress: ContractProgress) -> str:
    """That hours above the contract's ceiling do not count."""
    return _("Total hours passed %(percent)s%% (%(ceiling)s hours); what lies above does not count.") % {
        "percent": number(progress.rule.ceiling_percent.normalize()),
        "ceiling": hours(progress.hours.ceiling_minutes),
    }


def late_measures(progress: ContractProgress) -> list[Measure]:
    """What lags, the farthest behind its plan first; at the end of the term, whatever was not reached."""
    wanted = {SLOW, BEHIND}
    late = [
        one for one in progress.measures
        if one.standing.state in wanted or (progress.verdict.is_over and one.standing.state not in (DONE, NOT_BEGUN))
    ]  # fmt: skip
    return sorted(late, key=lambda one: kept_share(one.standing.done, one.standing.expected_by_now))


def kept_share(done: int, expected: Fraction) -> Fraction:
    """Which share of what should be done by now is done; nothing expected counts as kept."""
    return Fraction(done) / expected if expected else Fraction(1)


def _about_late(progress: ContractProgress) -> list[str]:
    late = late_measures(progress)
    if not late:
        return []
    named = [
        _("%(name)s: %(amount)s short") % {"name": name_of(one), "amount": amount(one, -one.standing.ahead)}
        for one in late[:NAMED_AT_MOST]
    ]
    said = pgettext("between parts of a sentence", ", ").join(named)
    if rest := len(late) - len(named):
        said += _and_more(rest, is_over=progress.verdict.is_over)
    said = _("%(parts)s.") % {"parts": said}
    return [said] if progress.verdict.is_over else [said, *_forecast(late[0])]


def _and_more(rest: int, *, is_over: bool) -> str:
    if is_over:
        return ngettext(", and %(n)s more was not reached", ", and %(n)s more were not reached", rest) % {"n": number(rest)}
    return ngettext(", and %(n)s more is late", ", and %(n)s more are late", rest) % {"n": number(rest)}


def _forecast(measure: Measure) -> list[str]:
    standing = measure.standing
    share = int(standing.forecast * 100 / standing.target)
    if share >= 100:
        return []
    said = _("At the average pace so far, %(name)s ends at %(share)s%%.")
    return [said % {"name": name_of(measure), "share": number(share)}]


def _about_fine(progress: ContractProgress) -> str:
    if progress.verdict.is_over:
        return _("The term ended on %(day)s.") % {"day": day_full(progress.term.last_day)}
    open_ones = [one for one in progress.measures if one.standing.state != DONE]
    if not open_ones:
        return _("Every target of the year is already reached.")
    tight = min(open_ones, key=lambda one: kept_share(one.standing.done, one.standing.expected_by_now))
    if tight.standing.ahead >= 0:
        said = _("The tightest is %(name)s, %(amount)s ahead of the plan.")
    else:
        said = _("The tightest is %(name)s, %(amount)s short of the plan and still within bounds.")
    return said % {"name": name_of(tight), "amount": amount(tight, abs(tight.standing.ahead))}


def name_of(measure: Measure) -> str:
    """The name of a measure: the two hours measures in the language of the page, an indicator as the contract names it."""
    return measure.name if measure.indicator else hours_name(measure.code)


def hours_name(code: str) -> str:
    """The name of one of the two hours measures."""
    return {TOTAL_HOURS: _("Professional hours in all"), DIRECT_HOURS: _("Direct professional hours")}[code]


def unit_of(measure: Measure) -> str:
    """The word after a figure of the measure."""
    return _("hours") if measure.is_hours else measure.unit


def figure(measure: Measure, value: int | Fraction) -> str:
    """A figure of a measure as it is written, minutes as hours; never rounded down to nothing."""
    whole = round(value)
    if whole == 0 and value:
        whole = ceil(value)
    return hours(whole) if measure.is_hours else number(whole)


def amount(measure: Measure, value: int | Fraction) -> str:
    """A figure with its word, which never part at a line end."""
    return f"{figure(measure, value)}{NO_BREAK}{unit_of(measure)}"
