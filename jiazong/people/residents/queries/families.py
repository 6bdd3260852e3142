"""Families for the screens: a page of households, everybody of one, and the kin around it, each in a fixed number of questions."""
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from jiazong.ground.chronicle.models import Entry
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.ui import keyset
from jiazong.ground.ui.keyset import Page
from jiazong.people.residents.models import (
    Bond,
    Guardianship,
    Household,
    Parentage,
    Person,
    Phone,
    Residence,
    Tag,
    TagKind,
    Tie,
    Twin,
    Union,
)  # fmt: skip
from jiazong.people.residents.rules.ages import age_on

MOST_DRAWN = 60


@dataclass(frozen=True)
class FamilyLine:
    """A household as a line of the list."""

    household: Household
    head: Person | None
    members: int
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Lives:
    """A stay of a person in a household with what the page tells of the person."""

    residence: Residence
    person: Person
    age: int | None
    groups: tuple[Tag, ...]
    phones: tuple[Phone, ...]
    guardians: tuple[Guardianship, ...]
    is_here: bool


@dataclass(frozen=True)
class Kin:
    """Everything known of who belongs to whom around some persons."""

    people: dict[UUID, Person]
    parents: tuple[Parentage, ...]
    couples: tuple[Union, ...]
    twins: tuple[Twin, ...]
    bonds: tuple[Bond, ...]
    stays: tuple[Residence, ...]


def households_page(households: QuerySet[Household], *, asked: QueryDict, size: int, on: date) -> Page:
    """A page of households, the newest first: four questions whatever their number."""
    keys = ("-created_at", "-id")
    page = keyset.page(households.values("id", "created_at"), keys=keys, asked=asked, size=size)
    shown = Household.objects.filter(pk__in=[row["id"] for row in page.rows]).select_related("centre").order_by(*keys)
    return replace(page, rows=lines_of(list(shown), on=on))


def lines_of(households: list[Household], *, on: date) -> list[FamilyLine]:
    """Households as lines: who heads them, how many live there, their open target groups."""
    lives: dict[UUID, list[Person]] = {}
    for stay in _holding(Residence.objects.filter(household__in=households), on).select_related("person").order_by("-is_head", "pk"):
        lives.setdefault(stay.household_id, []).append(stay.person)
    groups = open_groups([person.pk for people in lives.values() for person in people], on=on)
    lines = []
    for one in households:
        people = lives.get(one.pk, [])
        names = dict.fromkeys(tag.kind.name for person in people for tag in groups.get(person.pk, ()))
        lines.append(FamilyLine(one, people[0] if people else None, len(people), tuple(names)))
    return lines


def open_groups(people: Collection[UUID], *, on: date) -> dict[UUID, list[Tag]]:
    """Person → the target groups anybody of the centre may know of; those of health and violence are told by a case alone."""
    found: dict[UUID, list[Tag]] = {}
    tags = Tag.objects.filter(person__in=people, is_restricted=False, kind__is_restricted=False)
    for tag in _holding(tags, on).select_related("kind").order_by("kind__order", "pk"):
        found.setdefault(tag.person_id, []).append(tag)
    return found


def group_kinds(*, on: date) -> QuerySet[TagKind]:
    """The target groups that may be said at the desk on a day."""
    held = TagKind.objects.filter(is_restricted=False, first_day__lte=on)
    return held.filter(Q(last_day__isnull=True) | Q(last_day__gte=on)).order_by("order")


def members_of(household: Household, *, on: date) -> list[Lives]:
    """Everybody who lives or has lived in a household, those here first: five questions."""
    stays = list(household.residences.select_related("person__centre").order_by("-is_head", "person__born_on", "pk"))
    keys = [stay.person_id for stay in stays]
    groups = open_groups(keys, on=on)
    phones = _by(Phone.objects.filter(person__in=keys).select_related("centre").order_by("order", "pk"), "person_id")
    guardians = _by(
        _holding(Guardianship.objects.filter(ward__in=keys), on).select_related("guardian").order_by("first_day", "pk"), "ward_id"
    )
    found = [
        Lives(
            stay, stay.person, age_of(stay.person, on), tuple(groups.get(stay.person_id, ())), tuple(phones.get(stay.person_id, ())),
            tuple(guardians.get(stay.person_id, ())), holds(stay, on),
        )
        for stay in stays
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.is_here)


def age_of(person: Person, on: date) -> int | None:
    """How old somebody is on a day; nothing for the dead and where no birth date is known."""
    is_dead = person.died_on is not None and person.died_on <= on
    return age_on(person.born_on, on) if person.born_on and not is_dead and person.born_on <= on else None


def holds(row: Residence | Bond | Tie | Guardianship, on: date) -> bool:
    """Whether something that lasts holds on a day."""
    return (row.first_day is None or row.first_day <= on) and (row.last_day is None or row.last_day >= on)


def _holding(rows: QuerySet, on: date) -> QuerySet:
    begun = Q(first_day__isnull=True) | Q(first_day__lte=on)
    return rows.filter(begun, Q(last_day__isnull=True) | Q(last_day__gte=on))


def _by(rows: Iterable, name: str) -> dict[UUID, list]:
    found: dict[UUID, list] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def kin_around(people: Collection[UUID]) -> Kin:
    """The kin of some persons two steps far: grandparents, brothers and sisters, partners, grandchildren; twelve questions."""
    known, edge = dict.fromkeys(people), set(people)
    for _step in range(2):
        found = [
            *(key for pair in Parentage.objects.filter(Q(child__in=edge) | Q(parent__in=edge)).values_list("parent", "child") for key in pair),
            *(
                key for links in (Union, Twin)
                for pair in links.objects.filter(Q(one__in=edge) | Q(other__in=edge)).values_list("one", "other") for key in pair
            ),
        ]
        edge = {key for key in found if key not in known}
        known |= dict.fromkeys(sorted(edge))
    keys = list(known)[:MOST_DRAWN]
    both = Q(one__in=keys) & Q(other__in=keys)
    return Kin(
        people={one.pk: one for one in Person.objects.filter(pk__in=keys)},
        parents=tuple(Parentage.objects.filter(parent__in=keys, child__in=keys).order_by("pk")),
        couples=tuple(Union.objects.filter(both).order_by("pk")),
        twins=tuple(Twin.objects.filter(both).order_by("pk")),
        bonds=tuple(Bond.objects.filter(both).order_by("pk")),
        stays=tuple(Residence.objects.filter(person__in=keys).select_related("household").order_by("first_day", "pk")),
    )


def ties_of(household: Household, *, on: date) -> list[Tie]:
    """What a household has to do with outside on a day."""
    return list(_holding(household.ties.all(), on).order_by("created_at", "pk"))


def deeds_about(household: Household) -> list[Entry]:
    """What was done to a household's page, the newest first."""
    return list(entries_about(household)[:20])


def home_of(person: Person, *, on: date) -> Residence | None:
    """Where somebody lives on a day."""
    return _holding(person.residences.select_related("household"), on).first()
