"""Which reports a person sees: her own, those of cases she may read, those of the centres she answers for."""
from dataclasses import replace

from django.db.models import Q, QuerySet

from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.queries import granted
from jiazong.ground.access.rules import Reach
from jiazong.ground.accounts.models import Account
from jiazong.people.places.permissions import centre_condition
from jiazong.service.crisis.models import Report

CASE = "case"


def seen_by(account: Account, reach: Reach, word: str) -> QuerySet[Report]:
    """The reports a person may read under a word; funders and administrators hold no such word."""
    whole = centre_condition(replace(reach, own_in=frozenset()), "centre__")
    plain = Q(case__is_restricted=False) & Q(granted(account, CASE, levels.READ, word, path="case_id"))
    closed = Q(granted(account, CASE, levels.READ_RESTRICTED, word, path="case_id"))
    return Report.objects.filter(whole | Q(written_by=account) | plain | closed)
