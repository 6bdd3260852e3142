"""Which households and persons somebody sees: those of the centres within reach; one condition for lists, pages and counts."""
from django.db.models import QuerySet

from jiazong.ground.access.rules import Reach
from jiazong.people.places.permissions import centre_condition
from jiazong.people.residents.models import Household, PeopleBook, Person


def households_within(reach: Reach) -> QuerySet[Household]:
    """The households in the registers of the centres within reach."""
    return Household.objects.filter(centre_condition(reach, "centre__"))


def persons_within(reach: Reach) -> QuerySet[Person]:
    """The persons in the registers of the centres within reach, also those linked to another as a double."""
    return Person.objects.filter(centre_condition(reach, "centre__"))


def books_within(reach: Reach) -> QuerySet[PeopleBook]:
    """The books of people handed in for the centres within reach, without the files."""
    return PeopleBook.objects.filter(centre_condition(reach, "centre__")).select_related("centre", "uploaded_by").defer("content")
