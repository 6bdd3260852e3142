"""Reads of referrals: of a case, and those whose answer is waited for."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from jiazong.ground.workdays.queries import calendar
from jiazong.people.consent.queries import standing
from jiazong.service.cases.models import Case, Party, Referral
from jiazong.service.cases.queries.settings import setting
from jiazong.service.cases.rules import referring as rules

# The purpose of people/consent under which something goes to another body.
SHARE = "share"


@dataclass(frozen=True)
class Waited:
    """A referral out without an answer, with the last day on which one is in time."""

    referral: Referral
    due_on: date
    is_overdue: bool


def agreed_to_share_on(case: Case) -> date | None:
    """Since which day the person lets others be told, nothing where she does not."""
    party = Party.objects.select_related("person").filter(case=case).first()
    return standing.day_of(party.person, SHARE) if party else None


def took_sharing_back(case: Case) -> bool:
    """Whether the person let others be told once and took that back."""
    party = Party.objects.select_related("person").filter(case=case).first()
    return party is not None and standing.is_withdrawn(party.person, SHARE)


def referrals_of(case: Case) -> list[Referral]:
    """The referrals of a case, the newest first."""
    found = list(Referral.objects.filter(case=case).select_related("written_by").order_by("-day", "-written_at"))
    for one in found:
        one.case = case
    return found


def unanswered(cases: QuerySet[Case]) -> QuerySet[Referral]:
    """Referrals out of some cases that still have no answer."""
    return Referral.objects.filter(case__in=cases, direction=Referral.OUT, answer="").order_by("day", "id")


def with_cases(keys: Iterable[object]) -> list[Referral]:
    """The referrals of one page with the case and whom it is about."""
    return list(Referral.objects.filter(pk__in=list(keys)).select_related("case__party__person").order_by("day", "id"))


def waited(referrals: list[Referral], *, today: date) -> list[Waited]:
    """Those referrals with the day by which an answer is due; one question whatever their number."""
    if not referrals:
        return []
    days = setting("referral.answer_days", today)
    is_working = calendar(min(one.day for one in referrals).year, today.year + 1)
    found = [(one, rules.due_on(one.day, days, is_working)) for one in referrals]
    return [Waited(one, due, due < today) for one, due in found]
