"""Which tenders a person sees, and as whom: purchaser and bureau by region, bidders what is published, the panel its own."""
from django.db.models import Q, QuerySet

from jiazong.commission.catalogue.models import Edition, Entry
from jiazong.commission.catalogue.permissions import called_on
from jiazong.commission.tenders.models import PanelMember, Tender
from jiazong.ground.access.rules import Reach
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Body


def tenders_within(reach: Reach) -> QuerySet[Tender]:
    """The tenders of the regions within a reach, with their purchaser."""
    found = Tender.objects.select_related("purchaser", "region", "entry")
    if reach.everywhere:
        return found
    allowed = Q(pk__in=[])
    for prefix in sorted(reach.regions):
        allowed |= Q(region__code__startswith=prefix)
    return found.filter(allowed)


def tenders_published() -> QuerySet[Tender]:
    """The tenders bidders see: everything that was published, wherever."""
    return Tender.objects.filter(published_at__isnull=False).select_related("purchaser", "region")


def bidders(reach: Reach) -> QuerySet[Body]:
    """The agencies for which somebody may bid."""
    return Body.objects.filter(kind=Body.AGENCY, code__in=sorted(reach.agencies)).order_by("name")


def seats_of(account: Account, reach: Reach) -> QuerySet[PanelMember]:
    """The panels somebody sits on, in the regions of the role."""
    allowed = Q(pk__in=[])
    for prefix in sorted(reach.regions):
        allowed |= Q(tender__region__code__startswith=prefix)
    return PanelMember.objects.filter(allowed, account=account).select_related("tender__purchaser")


def entries_for(reach: Reach) -> QuerySet[Entry]:
    """What somebody may buy: the lines of the newest published catalogue of each place above, without what has left since."""
    newest = Edition.objects.filter(called_on(reach)).order_by("region_id", "-year", "-version").distinct("region_id")
    found = Entry.objects.filter(edition__in=newest.values("pk"), item__left_on__isnull=True)
    return found.select_related("edition").order_by("edition__region_id", "number")
