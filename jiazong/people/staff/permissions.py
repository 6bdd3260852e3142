from django.db.models import QuerySet

from jiazong.ground.access.rules import Reach
from jiazong.people.places.permissions import centre_condition
from jiazong.people.staff.models import Worker


def workers_within(reach: Reach) -> QuerySet[Worker]:
    """The workers of the centres within a reach, by pinyin."""
    return Worker.objects.filter(centre_condition(reach, "centre__")).order_by("sort_key", "pk")
