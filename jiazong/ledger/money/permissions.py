"""Whose money one sees: that of the contracts within reach, by the predicate of contracts."""
from django.db.models import QuerySet

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.permissions import contracts_within
from jiazong.ground.access.rules import Reach


def money_within(reach: Reach) -> QuerySet[Contract]:
    """The contracts whose money a person may see under the word of the reach."""
    return contracts_within(reach)
