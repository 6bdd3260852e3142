"""Which contracts a person sees: those of the centres within reach, by one predicate."""
from django.db.models import QuerySet

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access.rules import Reach
from jiazong.people.places.permissions import centre_condition


def contracts_within(reach: Reach) -> QuerySet[Contract]:
    """The contracts of the centres within a reach, newest first."""
    found = Contract.objects.filter(centre_condition(reach, "centre__"))
    return found.select_related("centre", "agency", "purchaser").order_by("-first_day", "code")
