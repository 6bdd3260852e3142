"""Whose added tasks one sees: those of the contracts within reach; a bureau sees a task once it is referred."""
from django.db.models import QuerySet

from jiazong.commission.contracts.permissions import contracts_within
from jiazong.ground.access.rules import Reach
from jiazong.review.grievances.models import StreetTask
from jiazong.review.grievances.queries import tasks_of


def tasks_within(reach: Reach) -> QuerySet[StreetTask]:
    """The tasks of the contracts within reach, whole."""
    return tasks_of(contracts_within(reach)).select_related("contract__centre", "contract__purchaser")


def referred_within(reach: Reach) -> QuerySet[StreetTask]:
    """The tasks within reach that were referred to the coordinating officer."""
    return tasks_within(reach).filter(referred_on__isnull=False)
