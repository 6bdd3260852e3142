"""One person for the screens: numbers, stays, kin, who else may be meant."""
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from jiazong.ground.chronicle.models import Entry
from jiazong.ground.chronicle.queries import entries_about
from jiazong.people.residents.models import (
    Bond,
    Guardianship,
    Household,
    Parentage,
    Person,
    Phone,
    Residence,
    Twin,
    Union,
)  # fmt: skip
from jiazong.people.residents.queries.families import kin_around

MOST_HOMES = 20


@dataclass(frozen=True)
class KinOf:
    """Everybody who belongs to somebody, by how."""

    parents: tuple[Parentage, ...]
    children: tuple[Parentage, ...]
    couples: tuple[tuple[Union, Person], ...]
    twins: tuple[tuple[Twin, Person], ...]
    bonds: tuple[tuple[Bond, Person], ...]
    guardians: tuple[Guardianship, ...]
    wards: tuple[Guardianship, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return not any((self.parents, self.children, self.couples, self.twins, self.bonds, self.guardians, self.wards))


def phones_of(person: Person) -> list[Phone]:
    """The telephone numbers of somebody, the first to call first."""
    return list(person.phones.select_related("centre").order_by("order", "pk"))


def stays_of(person: Person) -> list[Residence]:
    """Where somebody has lived, the latest first."""
    return sorted(person.residences.select_related("household"), key=lambda stay: (stay.last_day is not None, stay.created_at), reverse=False)


def kin_of(person: Person) -> KinOf:
    """The kin of somebody: seven questions."""
    return KinOf(
        parents=tuple(person.parent_links.select_related("parent").order_by("kind", "pk")),
        children=tuple(person.children_links.select_related("child").order_by("child__born_on", "pk")),
        couples=tuple(_others(person, couples_of(person))),
        twins=tuple(_others(person, Twin.objects.filter(_either(person)).select_related("one", "other").order_by("pk"))),
        bonds=tuple(
            _others(person, Bond.objects.filter(_either(person), last_day__isnull=True).select_related("one", "other").order_by("pk"))
        ),
        guardians=tuple(person.guardianships.filter(last_day__isnull=True).select_related("guardian").order_by("first_day", "pk")),
        wards=tuple(person.wards.filter(last_day__isnull=True).select_related("ward").order_by("first_day", "pk")),
    )  # fmt: skip


def couples_of(person: Person) -> QuerySet[Union]:
    """The couples somebody is or was one of."""
    return Union.objects.filter(_either(person)).select_related("one", "other").order_by("first_day", "pk")


def _either(person: Person) -> Q:
    return Q(one=person) | Q(other=person)


def _others(person: Person, links: QuerySet) -> list[tuple]:
    return [(link, link.other if link.one_id == person.pk else link.one) for link in links]


def people_around(person: Person, also: str | None = None) -> list[Person]:
    """Whom a form about somebody may mean: the household, the kin, and one more of the register named by key."""
    homes = Residence.objects.filter(person=person, last_day__isnull=True).values("household")
    together = Residence.objects.filter(household__in=homes).values_list("person", flat=True)
    known = kin_around([person.pk, *together]).people
    found = [one for one in known.values() if one.pk != person.pk and one.same_as_id is None]
    if more := _one_more(person, also):
        found = [more, *(one for one in found if one.pk != more.pk)]
    return found


def _one_more(person: Person, key: str | None) -> Person | None:
    """Somebody of the same centre's register, by the key in an address."""
    try:
        return Person.objects.filter(pk=UUID(key or ""), centre=person.centre_id).exclude(pk=person.pk).first()
    except ValueError:
        return None


def homes_around(person: Person, households: QuerySet[Household], also: str | None = None) -> list[Household]:
    """Where somebody may move to: where the kin lives, and one more household named by key; not where they live now."""
    now = Residence.objects.filter(person=person, last_day__isnull=True).values("household")
    kin = [one.pk for one in people_around(person)]
    here = Q(residences__person__in=kin, residences__last_day__isnull=True)
    with suppress(ValueError):
        here |= Q(pk=UUID(also or ""))
    found = households.filter(here, centre=person.centre_id, ended_on__isnull=True).exclude(pk__in=now)
    return list(found.prefetch_related("residences__person").distinct().order_by("code")[:MOST_HOMES])


def called(household: Household) -> str:
    """A household in a line: who heads it, its number, its block."""
    stays = sorted((stay for stay in household.residences.all() if stay.last_day is None), key=lambda stay: not stay.is_head)
    return " · ".join(filter(None, [stays[0].person.name if stays else "", household.code, household.community, household.block]))


def as_typed(person: Person) -> dict[str, Any]:
    """What is known of somebody as one would type it."""
    born = "" if person.born_on is None else str(person.born_on.year) if person.is_birth_estimated else person.born_on.isoformat()
    told = {name: getattr(person, name) for name in ("name", "sex", "registration")}
    return told | {"birth": born, "languages": "、".join(person.languages)}


def link_of(person: Person, what: str, key: UUID) -> models.Model | None:
    """One line of somebody's kin by its kind and key; nothing where it is somebody else's."""
    both = {"couple": Union, "twins": Twin, "bond": Bond}
    if what in both:
        return both[what].objects.filter(_either(person), pk=key).select_related("one", "other").first()
    if what == "parent":
        own = Parentage.objects.filter(Q(child=person) | Q(parent=person), pk=key)
        return own.select_related("child", "parent").first()
    if what == "guardian":
        return Guardianship.objects.filter(Q(ward=person) | Q(guardian=person), pk=key).select_related("ward", "guardian").first()
    return None


def deeds_about(person: Person) -> list[Entry]:
    """What was done to a person's page, the newest first."""
    return list(entries_about(person)[:20])
