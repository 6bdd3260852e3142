"""How a contract and the faults of a contract are said on a screen."""
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiazong.commission.contracts.models import Indicator
from jiazong.commission.contracts.rules import BadContract

PLACES = {
    "file": gettext_noop("The file"),
    "code": gettext_noop("Contract code"),
    "centre": gettext_noop("Centre"),
    "centre.code": gettext_noop("Centre code"),
    "centre.name": gettext_noop("Centre name"),
    "centre.region": gettext_noop("Region code"),
    "agency": gettext_noop("Agency"),
    "purchaser": gettext_noop("Purchaser"),
    "term": gettext_noop("Term"),
    "term.first_day": gettext_noop("First day"),
    "term.last_day": gettext_noop("Last day"),
    "term.year": gettext_noop("Year of the term"),
    "term.of": gettext_noop("Years in all"),
    "annual_budget_yuan": gettext_noop("Budget of the year"),
    "hours": gettext_noop("Hours"),
    "hours.professionals": gettext_noop("Professionals"),
    "hours.total": gettext_noop("Total hours"),
    "hours.floor": gettext_noop("Floor of direct hours"),
    "hours.ceiling_percent": gettext_noop("Ceiling in percent"),
    "staff": gettext_noop("Staff list"),
    "other_staff": gettext_noop("Other staff"),
    "indicators": gettext_noop("Indicators of the contract"),
}
PARTS = {
    "name": gettext_noop("name"), "post": gettext_noop("post"), "code": gettext_noop("code"),
    "method": gettext_noop("method"), "unit": gettext_noop("unit"), "counts": gettext_noop("counting"),
    "target": gettext_noop("target"),
}  # fmt: skip
LINE = re.compile(r"(?P<list>staff|other_staff|indicators)\[(?P<n>\d+)\](?:\.(?P<part>\w+))?$")

# What the rules say in their own words, and how a screen says it.
WHATS = tuple(
    (re.compile(pattern), msgid)
    for pattern, msgid in (
        (r"must be one JSON object describing a contract$", gettext_noop("it holds no contract; take a contract file (JSON)")),
        (r"is missing$", gettext_noop("it is missing; fill it in")),
        (r"must be a list$", gettext_noop("this must be a list")),
        (r"must be plain text of at most 120 characters$", gettext_noop("write plain text of at most 120 characters")),
        (r"'(?P<said>.*)' may have letters", gettext_noop("“%(said)s” may have letters, digits, dot, hyphen and underscore only")),
        (r"'(?P<said>.*)' is no day", gettext_noop("“%(said)s” is no day; write it as 2025-01-31")),
        (r"must be a number of at least 0, not (?P<said>.*)$", gettext_noop("“%(said)s” is not a number of at least 0")),
        (
            r"must be a whole number of at least (?P<least>\d+), not (?P<said>.*)$",
            gettext_noop("“%(said)s” is not a whole number of at least %(least)s"),
        ),
        (r"has more than two decimals$", gettext_noop("yuan have at most two decimals")),
        (
            r"is '(?P<said>.*)'; write rows",
            gettext_noop("“%(said)s” is no way of counting; write rows (each record) or persons (person-times)"),
        ),
        (r"must have name", gettext_noop("name and post are needed")),
        (r"must have code", gettext_noop("code, name, method, unit, counting and target are needed")),
        (r"the last day lies before the first day$", gettext_noop("the last day lies before the first day; correct one of them")),
        (r"year (?P<year>\d+) of (?P<of>\d+) cannot be$", gettext_noop("year %(year)s of %(of)s cannot be; correct one of them")),
        (r"name at least one indicator$", gettext_noop("write at least one indicator")),
        (r"(?P<said>.*) stands twice", gettext_noop("“%(said)s” stands twice; give each its own name")),
        (r"the floor of direct hours lies above the total$", gettext_noop("the floor lies above the total; correct one of them")),
        (
            r"(?P<said>.*) is not in the loaded divisions",
            gettext_noop("“%(said)s” is not in the list of divisions; check it, or ask whoever runs the server to load it"),
        ),
        (
            r"(?P<said>.*) has no code left for a street",
            gettext_noop("the street is not in the list of divisions and %(said)s has no number left for it; have a newer list loaded"),
        ),
        (
            r"(?P<said>.*) is already (?P<other>.*); give .* a code",
            gettext_noop("“%(said)s” is already the code of %(other)s; choose another code"),
        ),
        (r"contract .* belongs to centre|is taken by another", gettext_noop("this code is taken; choose a code of its own")),
        (
            r"service is already posted on days outside",
            gettext_noop("service is already recorded on days outside the new term; choose a term that holds them"),
        ),
        (
            r"an earlier year was terminated",
            gettext_noop("an earlier year was terminated and the right to later years is lost; tender anew"),
        ),
        (r"this contract was terminated", gettext_noop("this contract was terminated; its last day stays as it is")),
        (r"(?P<said>\S*) is no known post", gettext_noop("“%(said)s” is no known post; use one of the posts of the staff list")),
    )
)  # fmt: skip


def fault_said(fault: BadContract) -> str:
    """A fault of a contract as one sentence: where, what, what to do."""
    return _("%(where)s: %(what)s.") % {"where": place_said(fault.where), "what": what_said(fault.what)}


def place_said(where: str) -> str:
    """A place in a contract file in words: `indicators[2].target` is line 3 of the indicators, its target."""
    if where in PLACES:
        return _(PLACES[where])
    if found := LINE.match(where):
        of, part = PLACES[found["list"]], PARTS.get(found["part"] or "name", "")
        words = {"list": _(of), "line": int(found["n"]) + 1, "part": _(part) if part else found["part"]}
        return (_("%(list)s, line %(line)s, %(part)s") if found["part"] else _("%(list)s, line %(line)s")) % words
    return where


def what_said(what: str) -> str:
    """What is wrong, in the language of the page; words that are not known are given as they stand."""
    for pattern, msgid in WHATS:
        if found := pattern.match(what):
            return _(msgid) % found.groupdict() if "%(" in msgid else _(msgid)
    return what


FIELDS = {
    "centre": gettext_noop("Centre"), "agency": gettext_noop("Agency"), "purchaser": gettext_noop("Purchaser"),
    "first_day": gettext_noop("First day"), "last_day": gettext_noop("Last day"), "year": gettext_noop("Year of the term"),
    "of_years": gettext_noop("Years in all"), "is_trial": gettext_noop("Trial year"), "budget_fen": gettext_noop("Budget of the year"),
}  # fmt: skip
KINDS = {
    "centre": gettext_noop("new centre"), "method": gettext_noop("method"), "indicator": gettext_noop("indicator"),
    "staff": gettext_noop("on the staff list"), "hours": gettext_noop("hours rule"),
}  # fmt: skip


def change_said(change: str, names: dict[str, str]) -> tuple[str, str]:
    """One change of a contract as (kind, name); `names` gives indicators their names by code."""
    kind, _space, rest = change.partition(" ")
    if not rest:
        return _("changed"), _(FIELDS.get(change, change))
    if kind == "hours":
        return _(KINDS[kind]), _("version %(n)s") % {"n": rest.removeprefix("rule ")}
    if kind == "indicator" and rest.endswith(" removed"):
        code = rest.removesuffix(" removed")
        return _("indicator taken out"), names.get(code, code)
    return _(KINDS.get(kind, kind)), names.get(rest, rest) if kind == "indicator" else rest


def counting_said(indicator: Indicator) -> str:
    """How an indicator is counted, in words."""
    words = {"method": indicator.method.name}
    if indicator.counts == Indicator.PERSONS:
        return _("the person-times of each record of %(method)s") % words
    return _("each record of %(method)s as one") % words


VERBS = {
    "contracts.loaded": gettext_noop("took the contract in"),
    "contracts.changed": gettext_noop("changed the contract"),
    "evidence.packed": gettext_noop("took an evidence pack"),
    "hours.rows_exported": gettext_noop("exported records"),
    "demo.loaded": gettext_noop("loaded the demonstration"),
    "contracts.promised": gettext_noop("wrote down what the bid promised"),
    "contracts.bond_received": gettext_noop("received the performance bond"),
    "contracts.bond_returned": gettext_noop("gave the performance bond back"),
    "contracts.amended": gettext_noop("amended the contract"),
    "contracts.acceptance_opened": gettext_noop("laid out the acceptance form"),
    "contracts.accepted": gettext_noop("decided the acceptance"),
    "contracts.renewal_decided": gettext_noop("decided on another year"),
    "contracts.terminated": gettext_noop("terminated the contract"),
    "money.planned": gettext_noop("laid out the budget"),
    "money.instalments_set": gettext_noop("laid out the instalments"),
    "money.statement_read": gettext_noop("read a bank statement"),
    "money.line_set_aside": gettext_noop("set a bank line aside"),
}


def verb_said(verb: str) -> str:
    """A deed of the chronicle in words; one without words is shown by its own name."""
    return _(VERBS[verb]) if verb in VERBS else verb


def new_bodies_said() -> str:
    """What stands before agencies and offices that are not yet known."""
    return _("new agency or office")
