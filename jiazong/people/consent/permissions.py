"""Whose consents a person sees: those of the people of her centres, nobody else's."""
from django.db.models import QuerySet

from jiazong.ground.access.rules import Reach
from jiazong.people.places.permissions import centres_within
from jiazong.people.residents.models import Person
from jiazong.people.residents.permissions import persons_within


def people_within(reach: Reach) -> QuerySet[Person]:
    """The people on record at the centres within reach."""
    return persons_within(reach).select_related("centre")


def agencies_within(reach: Reach) -> list[str]:
    """The agencies of the centres within reach, by their codes."""
    return sorted(set(centres_within(reach).values_list("agency_id", flat=True)))
