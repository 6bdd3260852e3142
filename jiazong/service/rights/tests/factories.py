"""A family with a closed case and words in it, made up."""
from datetime import date, timedelta

from django.utils import timezone

from jiazong.ground.accounts.models import Account
from jiazong.people.places.tests import factories as places
from jiazong.service.cases import actions as casework
from jiazong.service.cases.models import Case, FollowUp
from jiazong.service.cases.tests.factories import House, told
from jiazong.service.rights import actions, rules
from jiazong.service.rights.models import Request

WORDS = "朱鹮说过的话"


def officer(of: House) -> Account:
    return places.member("privacy_officer", "agency", of.centre.agency_id)


def ended(of: House, *, on: date, **more: object) -> Case:
    """A case that ended on a day, with a text in it."""
    began = on - timedelta(days=90)
    case = casework.open_case(of.centre, of.person, told(**more), by=of.people["reception"], on=began, household=of.household)
    casework.assign(case, of.workers["social_worker"], by=of.people["centre_director"], on=began)
    FollowUp.objects.create(case=case, day=on, mode="phone", words=WORDS)
    Case.objects.filter(pk=case.pk).update(stage="closed", ended_on=on)
    case.refresh_from_db()
    return case


def years_ago(years: int) -> date:
    return timezone.localdate() - timedelta(days=366 * years)


def asked(of: House, kind: str = rules.COPY, *, by: str = "social_worker", **more: object) -> Request:
    told = actions.Asked(**{"kind": kind, "asker": "self", "identity": "身份证原件"} | more)
    return actions.ask(of.person, told, by=of.people[by], on=timezone.localdate())
