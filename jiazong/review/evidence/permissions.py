"""Who may take an evidence pack: whoever has the word for the contract's centre; no list of its own."""
from django.db.models import QuerySet

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.permissions import contracts_within
from jiazong.ground.access.rules import Reach


def packable_within(reach: Reach) -> QuerySet[Contract]:
    """The contracts whose pack a person may take: those of the centres within the reach of `evidence.pack`."""
    return contracts_within(reach)
