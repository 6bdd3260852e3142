"""The last day on which service is recorded for a contract, from the sums by day that every overseer may see."""
from datetime import date

from django.db.models import Max

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.hours.models import DaySum


def last_day_of_service(contract: Contract) -> date | None:
    """The last day with service that stands (what was reversed does not count); nothing where none is recorded."""
    return DaySum.objects.filter(contract=contract, rows__gt=0).aggregate(last=Max("day"))["last"]
