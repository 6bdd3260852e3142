"""Whose requests and locked files a person sees: those of the centres within reach."""
from django.db.models import QuerySet

from jiazong.ground.access.rules import Reach
from jiazong.people.places.permissions import centre_condition
from jiazong.service.rights.models import Archive, Request


def requests_within(reach: Reach) -> QuerySet[Request]:
    """The requests written down at the centres within reach."""
    return Request.objects.filter(centre_condition(reach, "centre__"))


def archives_within(reach: Reach) -> QuerySet[Archive]:
    """The locked cases of the centres within reach: their codes and days."""
    return Archive.objects.filter(centre_condition(reach, "centre__"))
