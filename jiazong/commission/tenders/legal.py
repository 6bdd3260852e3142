"""The legal days of one tender, on the real calendar of working days: each clock with where it stands."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from jiazong.commission.tenders.models import Inquiry, Tender
from jiazong.commission.tenders.rules import clocks
from jiazong.ground.workdays import queries as workdays

# Events of a tender by the names the clocks know; the report of the panel lies before the purchaser when scoring closes.
IN_ORDER = ("publishing", "report", "choice", "query", "contract", "contract_published", "filing", "records")


@dataclass(frozen=True)
class Mark:
    """One legal clock of a tender: where it begins, the day it turns on, where it stands."""

    name: str
    began: date
    ended: date | None
    standing: clocks.Standing


def days_to_closing(notice_day: date) -> int:
    """How many days have to lie between notice and closing."""
    return clocks.clock_on("publishing", notice_day).value


def marks(tender: Tender, *, today: date) -> list[Mark]:
    """Every clock that has begun to run for a tender, in the order of a purchase."""
    happened, found = _events(tender), []
    is_working = workdays.calendar()
    for name in IN_ORDER:
        known = [clock for clock in clocks.clocks() if clock.name == name]
        began = happened.get(known[0].begins) if known else None
        if began is None:
            continue
        clock, ended = clocks.clock_on(name, began), happened.get(known[0].ends)
        found.append(Mark(name, began, ended, clocks.standing(clock, began, ended=ended, today=today, is_working=is_working)))
    return found


def last_day_to_ask(tender: Tender, about: str) -> date | None:
    """The last day for a query: counted from the notice, from the opening or from the award, as what it is about became known."""
    known = {"requirement": tender.notice_day, "procedure": _day(tender.opened_at), "result": _day(tender.decided_at)}[about]
    return _turning("query", known) if known else None


def answer_by(asked_on: date) -> date:
    """The last day for the purchaser's answer to a query."""
    return _turning("answer", asked_on)


def waiting(inquiries: Iterable[Inquiry], *, today: date) -> list[tuple[Inquiry, clocks.Standing]]:
    """Each query with where the clock of its answer stands."""
    is_working, found = workdays.calendar(), []
    for one in inquiries:
        began = _day(one.raised_at)
        clock = clocks.clock_on("answer", began)
        found.append((one, clocks.standing(clock, began, ended=_day(one.answered_at), today=today, is_working=is_working)))
    return found


def _turning(name: str, start: date) -> date:
    return clocks.turning_day(clocks.clock_on(name, start), start, workdays.calendar())


def _events(tender: Tender) -> dict[str, date]:
    signing, award = getattr(tender, "signing", None), getattr(tender, "award", None)
    awarded = _day(award.awarded_at) if award else None
    closed = _day(tender.scoring_closed_at)
    found = {
        "published": tender.notice_day, "closes": _day(tender.closes_at), "evaluated": closed, "reported": closed, "chosen": awarded,
        "announced": awarded, "noticed": awarded, "signed": signing and signing.signed_on,
        "contract_published": signing and _day(signing.recorded_at), "filed": signing and signing.filed_on,
        "ended": (signing and signing.signed_on) or (_day(tender.decided_at) if tender.state == "cancelled" else None),
    }  # fmt: skip
    return {name: day for name, day in found.items() if day}


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
