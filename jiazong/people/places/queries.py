from django.db.models import QuerySet

from jiazong.people.places.models import Region


def region_chain(code: str) -> QuerySet[Region]:
    """A region with all above it, from the province down."""
    return Region.objects.filter(code__in=[code[:length] for length in (2, 4, 6, 9, 12) if length <= len(code)])


def regions_under(code: str) -> QuerySet[Region]:
    """The regions directly beneath one."""
    return Region.objects.filter(parent_code=code).order_by("code")
