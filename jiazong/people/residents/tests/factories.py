"""Made-up residents for tests."""
from datetime import date

from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Household, Person, Phone, Residence


def a_household(centre: Centre, *, code: str = "H1", community: str = "青禾社区", block: str = "3栋", room: str = "1201") -> Household:
    return Household.objects.create(centre=centre, code=code, community=community, block=block, room=room)


def a_person(
    centre: Centre, name: str = "林晓禾", *, born_on: date | None = date(1988, 3, 9), phone: str = "", household: Household | None = None,
    **more: object,
) -> Person:  # fmt: skip
    person = Person.objects.create(centre=centre, name=name, born_on=born_on, **more)
    if phone:
        Phone.objects.create(centre=centre, person=person, number=phone)
    if household:
        Residence.objects.create(centre=centre, person=person, household=household)
    return person
