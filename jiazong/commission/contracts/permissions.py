"""Which contracts a person sees: those of the centres within reach, by one predicate."""
from django.db import connection
from django.db.models import QuerySet

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import ContractSpec
from jiazong.ground.access.rules import Reach
from jiazong.ground.kept import kept
from jiazong.people.places.models import Body
from jiazong.people.places.permissions import centre_condition, centres_within, covers


def contracts_within(reach: Reach) -> QuerySet[Contract]:
    """The contracts of the centres within a reach, newest first."""
    found = Contract.objects.filter(centre_condition(reach, "centre__"))
    return found.select_related("centre", "agency", "purchaser").order_by("-first_day", "code")


def contract_within(reach: Reach, code: str) -> Contract | None:
    """The contract of a code, if its centre lies within a reach: one of those `contracts_within` gives."""
    found = _by_code.first(code=code)
    return found if found and covers(reach, found.centre) else None


@kept(code=str)
def _by_code(code: str) -> QuerySet[Contract]:
    return Contract.objects.filter(code=code).select_related("centre", "agency", "purchaser")


def may_load(reach: Reach, spec: ContractSpec) -> bool:
    """Whether a person may take a contract in: of a centre within reach; of a new centre only for the own agency.

    A code that another centre's contract bears already is out of reach as well.
    """
    if _is_taken("app.is_contract", spec.code) and not contracts_within(reach).filter(code=spec.code).exists():
        return False
    if _is_taken("app.is_centre", spec.centre_code):
        return centres_within(reach).filter(code=spec.centre_code).exists()
    return Body.objects.filter(kind=Body.AGENCY, name=spec.agency, code__in=reach.agencies).exists()


def _is_taken(function: str, code: str) -> bool:
    """Whether a code is taken, be it by something the database does not show to who asks."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [code])
        return cursor.fetchone()[0]
