"""Which centres a person sees: one predicate for lists, details and counts."""
from django.db.models import Q, QuerySet

from jiazong.ground.access.rules import Reach
from jiazong.people.places.models import Centre


def centre_condition(reach: Reach, path: str = "") -> Q:
    """The reach as a condition on anything that leads to a centre by `path` (for example "centre__")."""
    if reach.everywhere:
        return Q()
    allowed = Q(**{f"{path}code__in": sorted(reach.centres | reach.own_in)})
    if reach.agencies:
        allowed |= Q(**{f"{path}agency_id__in": sorted(reach.agencies)})
    for prefix in sorted(reach.regions):
        allowed |= Q(**{f"{path}region__code__startswith": prefix})
    return allowed


def covers(reach: Reach, centre: Centre) -> bool:
    """What `centre_condition` says, of one centre that is there already."""
    is_wide = reach.covers_centre(code=centre.pk, agency=centre.agency_id, region=centre.region_id)
    return is_wide or centre.pk in reach.own_in


def centres_within(reach: Reach) -> QuerySet[Centre]:
    """The centres that lie within a reach, in the order of their codes."""
    return Centre.objects.filter(centre_condition(reach)).order_by("code")
