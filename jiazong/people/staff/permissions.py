from dataclasses import replace

from django.db.models import Q, QuerySet

from jiazong.ground.access.rules import Reach
from jiazong.ground.accounts.models import Account
from jiazong.people.places.permissions import centre_condition
from jiazong.people.staff.models import Worker


def workers_within(reach: Reach) -> QuerySet[Worker]:
    """The workers of the centres within a reach, by pinyin."""
    return Worker.objects.filter(centre_condition(reach, "centre__")).order_by("sort_key", "pk")


def workers_reached(account: Account, reach: Reach) -> QuerySet[Worker]:
    """The workers a person may do something to: those of the centres within reach, and oneself where only that is reached."""
    whole = centre_condition(replace(reach, own_in=frozenset()), "centre__")
    return Worker.objects.filter(whole | Q(account=account, centre__in=sorted(reach.own_in))).order_by("sort_key", "pk")
