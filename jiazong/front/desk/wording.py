"""What the first page says: the greeting, the state of a contract in a word, all contracts in one sentence."""
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jiazong.front.desk.queries import Overview
from jiazong.front.desk.rules import NOT_REACHED, REACHED
from jiazong.ground.access.grants.models import Notice
from jiazong.ground.ui.formats import number
from jiazong.ground.workdays.reminding import Due
from jiazong.ledger.hours.rules.progress import BEHIND, NOT_BEGUN, ON_TRACK, SLOW


@dataclass(frozen=True)
class Headline:
    """One sentence in three pieces; the middle one is coloured by its kind: ok, warn, bad."""

    before: str
    stress: str
    after: str
    kind: str


def headline(found: Overview) -> Headline:
    """All contracts in one sentence that names only what there is, the worst last and coloured."""
    running = sum(found.count(look) for look in (ON_TRACK, SLOW, BEHIND))
    end = pgettext("end of a sentence", ".")
    if not running:
        none = ngettext("%(n)s contract, none runs today", "%(n)s contracts, none runs today", len(found.rows))
        return Headline(none % {"n": number(len(found.rows))}, "", end, "")
    before = ngettext("%(n)s contract runs", "%(n)s contracts run", running) % {"n": number(running)}
    comma = pgettext("between parts of a sentence", ", ")
    if found.count(ON_TRACK) == running:
        return Headline(before + comma, ngettext("on track", "all on track", running), end, "ok")
    parts = [(look, found.count(look)) for look in (ON_TRACK, SLOW, BEHIND) if found.count(look)]
    said = [_count(look) % {"n": number(count)} for look, count in parts]
    return Headline(comma.join([before, *said[:-1]]) + comma, said[-1], end, "bad" if found.count(BEHIND) else "warn")


def _count(look: str) -> str:
    return {
        ON_TRACK: pgettext("contracts", "%(n)s on track"),
        SLOW: pgettext("contracts", "%(n)s slow"),
        BEHIND: pgettext("contracts", "%(n)s behind"),
    }[look]


def word_of(look: str) -> str:
    """The state of a contract in a word, beside its shape and colour."""
    return {
        BEHIND: _("behind"), SLOW: _("slow"), ON_TRACK: pgettext("state of a contract", "on track"),
        NOT_REACHED: _("over, not all reached"), REACHED: _("all reached"), NOT_BEGUN: _("not begun"),
    }[look]  # fmt: skip


def greeting(hour: int) -> str:
    """What one says at an hour of the day."""
    if hour < 5:
        return _("Still up")
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


def notice(one: Notice) -> str:
    """What a notice says; codes and names of those who acted, never what stands in a file."""
    who = {"name": one.made_by.name if one.made_by else ""}
    return {
        "glass.opened": _("%(name)s opened a restricted file in an emergency; it will be reviewed.") % who,
        "glass.asked": _("%(name)s asks to open a restricted file in an emergency; the privacy officer decides now.") % who,
        "glass.let": _("%(name)s agreed to an emergency reading of a restricted file; it will be reviewed.") % who,
        "glass.agreed": _("%(name)s agreed: the file is open to you for a few hours, to read only.") % who,
        "glass.refused": _("%(name)s refused your emergency reading.") % who,
        "glass.reviewed": _("Your emergency reading has been reviewed by %(name)s.") % who,
        "ask.made": _("%(name)s asks for one look into a restricted file.") % who,
        "ask.granted": _("%(name)s let you in for one look; open the file from its page.") % who,
        "approval.asked": _("%(name)s handed something in for your approval.") % who,
        "approval.given": _("%(name)s approved what you handed in.") % who,
        "approval.returned": _("%(name)s gave back what you handed in; the opinion says what to change.") % who,
        "sample.drawn": _("The system has drawn case files for you to read; they stand in your list of cases for 14 days."),
        "sample.asked": _("The system has drawn a file of a minor or a restricted one; look under “Drawn files” and decide."),
        "ask.refused": _("%(name)s refused your request for one look.") % who,
        "crisis.reported": _("%(name)s wrote a report of danger; look under “Crisis reports”.") % who,
        "crisis.late": _("A report of danger is overdue: no authority was told."),
        "crisis.end_asked": _("%(name)s asks you to agree to the end of a crisis report.") % who,
        "crisis.end_agreed": _("%(name)s agreed: the crisis report has ended.") % who,
        "crisis.end_refused": _("%(name)s did not agree: the crisis report goes on.") % who,
        "rights.asked": _("%(name)s wrote down what a person asks about her data.") % who,
        "rights.granted": _("%(name)s granted a request about personal data.") % who,
        "rights.refused": _("%(name)s refused a request about personal data; the ground stands there.") % who,
        "rights.locked": _("%(name)s had the data locked instead of deleted.") % who,
    }.get(one.kind, one.kind)


def due(kind: str) -> tuple[str, str]:
    """What has to be done, and the word on the way there."""
    return {
        "opening": (_("Bids close, then they are opened"), _("To the tender")),
        "choice": (_("Name the winner of the tender"), _("To the tender")),
        "contract": (_("Sign the contract with the winner"), _("To the tender")),
        "filing": (_("File a copy of the contract"), _("To the tender")),
        "answer": (_("Answer a bidder’s query"), _("Answer")),
        "records": (_("The papers of the tender were kept as long as the law asks"), _("To the tender")),
        "bid": (_("A bid is not handed in yet"), _("Go on with the bid")),
        "query": (_("Last days to ask about a result"), _("To the tender")),
        "take_in": (_("Take the signed contract in"), _("To the tender")),
        "pay": (_("Pay an instalment"), _("To the money")),
        "accept": (_("Accept the contract year, standard by standard"), _("To the acceptance")),
        "renew": (_("Decide on another year"), _("To the decision")),
        "bond": (_("Give the performance bond back"), _("To the contract")),
        "arrival": (_("Write down the money that came"), _("To the money")),
        "arrears": (_("An instalment has not come"), _("To the money")),
    }[kind]


def left(one: Due) -> str:
    """How much time is left, or how late it is."""
    if one.kind == "records":
        return _("since that day")
    if one.is_over:
        return ngettext("%(n)s working day late", "%(n)s working days late", -one.left) % {"n": number(-one.left)}
    if one.left == 0:
        return _("today")
    return ngettext("%(n)s working day left", "%(n)s working days left", one.left) % {"n": number(one.left)}
