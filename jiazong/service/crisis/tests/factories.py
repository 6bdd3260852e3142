"""A made-up danger, written down."""
from datetime import datetime, timedelta

from django.utils import timezone

from jiazong.service.cases.models import Case
from jiazong.service.cases.tests.factories import House
from jiazong.service.crisis import actions
from jiazong.service.crisis.models import Recipient, Report, Telling

WHAT, WHOM, SUSPECT, REPLY, REASON = "朱鹮身上有新伤", "朱鹮家的孩子", "朱鹮的继父", "朱鹮已立案", "朱鹮已安置"
WORDS = (WHAT, WHOM, SUSPECT, REPLY, REASON)


def found(**more: object) -> actions.Found:
    told = {
        "kind": "violence", "origin": "visit", "found_at": timezone.now() - timedelta(minutes=10), "whom": WHOM, "what": WHAT,
        "is_danger_now": True, "suspect": SUSPECT,
    }  # fmt: skip
    return actions.Found(**told | more)


def a_report(of: House, *, by: str = "social_worker", case: Case | None = None, **more: object) -> Report:
    return actions.report(of.centre, found(**more), by=of.people[by], case=case, person=of.person)


def told(report: Report, who: str = "police", *, at: datetime | None = None, by: object = None) -> Telling:
    return actions.tell(report, Recipient.objects.get(code=who), told_at=at or timezone.now(), way="phone", whom="值班民警", by=by)
