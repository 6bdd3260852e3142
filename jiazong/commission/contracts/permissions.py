"""Which contracts a person sees: those of the centres within reach, by one predicate."""
from django.db.models import QuerySet

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import ContractSpec
from jiazong.ground.access.rules import Reach
from jiazong.people.places.models import Body, Centre
from jiazong.people.places.permissions import centre_condition, centres_within


def contracts_within(reach: Reach) -> QuerySet[Contract]:
    """The contracts of the centres within a reach, newest first."""
    found = Contract.objects.filter(centre_condition(reach, "centre__"))
    return found.select_related("centre", "agency", "purchaser").order_by("-first_day", "code")


def may_load(reach: Reach, spec: ContractSpec) -> bool:
    """Whether a person may take a contract in: of a centre within reach; of a new centre only for the own agency.

    A code that another centre's contract bears already is out of reach as well.
    """
    if Contract.objects.filter(code=spec.code).exists() and not contracts_within(reach).filter(code=spec.code).exists():
        return False
    if Centre.objects.filter(code=spec.centre_code).exists():
        return centres_within(reach).filter(code=spec.centre_code).exists()
    return Body.objects.filter(kind=Body.AGENCY, name=spec.agency, code__in=reach.agencies).exists()
