"""Who sees which postings: those of the contracts within reach; a worker with `own` sees her own lines only."""
from django.db.models import Q, QuerySet

from jiazong.ground.access.rules import Reach
from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours.models import Posting
from jiazong.people.places.permissions import centre_condition


def postings_within(reach: Reach, account: Account) -> QuerySet[Posting]:
    """The postings a person may see: all of the centres within reach, and the own ones where only those are allowed."""
    wide = Reach(reach.centres, reach.agencies, reach.regions, everywhere=reach.everywhere)
    allowed = Q(pk__in=[])
    if wide:
        allowed |= centre_condition(wide, "contract__centre__")
    if reach.own_in:
        allowed |= Q(contract__centre_id__in=sorted(reach.own_in), worker__account=account)
    return Posting.objects.filter(allowed)
