"""Loading a contract on trial: everything is done for real and then taken back, so that the preview cannot differ."""
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from jiazong.commission.contracts.actions import load_contract
from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import BadContract, ContractSpec
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Body


@dataclass(frozen=True)
class Trial:
    """What loading would do: whether the contract is new, the names of what would change, and new agencies or offices."""

    is_new: bool
    changes: list[str]
    new_bodies: list[str]

    @property
    def is_nothing(self) -> bool:
        return not self.is_new and not self.changes


def try_contract(spec: ContractSpec, *, by: Account) -> Trial:
    """What `load_contract` would do, without doing it; raises the same BadContract."""
    named = Q(kind=Body.AGENCY, name=spec.agency) | Q(kind=Body.STREET_OFFICE, name=spec.purchaser)
    known = set(Body.objects.filter(named).values_list("name", flat=True))
    with transaction.atomic():
        loaded = load_contract(spec, by=by)
        transaction.set_rollback(True)
    return Trial(loaded.is_new, loaded.changes, [name for name in (spec.agency, spec.purchaser) if name not in known])


@transaction.atomic
def load_new_contract(spec: ContractSpec, *, by: Account) -> Contract:
    """Take in a contract that is typed as new; sending the same form twice takes it once.

    Raises BadContract where the code belongs to another contract already.
    """
    loaded = load_contract(spec, by=by)
    if not loaded.is_new and loaded.changes:
        raise BadContract("code", "is taken by another contract; choose a code of its own")
    return loaded.contract
