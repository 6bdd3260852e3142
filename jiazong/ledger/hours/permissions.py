"""Who sees which postings: those of the contracts within reach; a worker with `own` sees her own lines only."""
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access.rules import Reach
from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours.models import Posting
from jiazong.people.places.permissions import centre_condition
from jiazong.people.staff.models import Worker


def postings_within(reach: Reach, account: Account) -> QuerySet[Posting]:
    """The postings a person may see: all of the centres within reach, and the own ones where only those are allowed."""
    wide = Reach(reach.centres, reach.agencies, reach.regions, everywhere=reach.everywhere)
    allowed = Q(pk__in=[])
    if wide:
        allowed |= centre_condition(wide, "contract__centre__")
    if reach.own_in:
        allowed |= Q(contract__centre_id__in=sorted(reach.own_in), worker__account=account)
    return Posting.objects.filter(allowed)


def may_read_note(posting: Posting, reach: Reach, account: Account) -> bool:
    """Whether a person who sees a line may read what was written beside it: whoever pays for it may not."""
    centre = posting.contract.centre
    is_own = centre.pk in reach.own_in and posting.worker.account_id == account.pk
    return is_own or reach.covers_centre(code=centre.pk, agency=centre.agency_id, region=centre.region_id)


@dataclass(frozen=True)
class Sight:
    """What a person sees of one contract's ledger: every line, or those of the workers who are she (`workers`)."""

    contract: Contract
    workers: tuple[int, ...] | None = None

    @property
    def own_only(self) -> bool:
        return self.workers is not None

    @property
    def lines(self) -> QuerySet[Posting]:
        """The postings in sight."""
        found = Posting.objects.filter(contract=self.contract)
        return found if self.workers is None else found.filter(worker_id__in=self.workers)


def sight_of(contract: Contract, reach: Reach, account: Account) -> Sight:
    """The same sight as `postings_within` gives, for the pages of one contract: asked without joins for each row."""
    centre = contract.centre
    if reach.covers_centre(code=centre.pk, agency=centre.agency_id, region=centre.region_id):
        return Sight(contract)
    mine = Worker.objects.filter(account=account) if centre.pk in reach.own_in else Worker.objects.none()
    return Sight(contract, tuple(mine.order_by("pk").values_list("pk", flat=True)))
