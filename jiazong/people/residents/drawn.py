"""A family out of the register as it is drawn: what the rows say, in the terms of the drawing."""
from datetime import date, timedelta
from uuid import UUID

from jiazong.people.residents.drawing import facts
from jiazong.people.residents.drawing.ecomap import Ecomap, System, ecomap
from jiazong.people.residents.drawing.genogram import Genogram, genogram
from jiazong.people.residents.models import Household, Person, Residence, Tie, Union
from jiazong.people.residents.queries.families import Kin


def family_of(household: Household, kin: Kin, index: Person | None) -> facts.Family:
    """The family of a household, told from one of its people; who lives elsewhere has the name of the place below."""
    keys = {key: str(key) for key in kin.people}
    members = tuple(_member(household, person, [stay for stay in kin.stays if stay.person_id == person.pk]) for person in kin.people.values())
    return facts.Family(
        index=str(index.pk) if index else "",
        members=members,
        couples=tuple(_couple(one) for one in kin.couples if one.one_id in keys and one.other_id in keys),
        parents=tuple(
            facts.Parent(str(one.parent_id), str(one.child_id), one.kind, facts.Days(one.first_day, one.last_day))
            for one in kin.parents if one.parent_id in keys and one.child_id in keys
        ),
        twins=tuple(facts.Twins(str(one.one_id), str(one.other_id), one.is_identical) for one in kin.twins),
        feelings=tuple(
            facts.Feeling(str(one.one_id), str(one.other_id), one.kind, facts.Days(one.first_day, one.last_day)) for one in kin.bonds
        ),
    )  # fmt: skip


def _member(household: Household, person: Person, stays: list[Residence]) -> facts.Member:
    here = tuple(facts.Days(stay.first_day, stay.last_day) for stay in stays if stay.household_id == household.pk)
    elsewhere = next((stay.household for stay in stays if stay.household_id != household.pk and stay.last_day is None), None)
    note = (elsewhere.estate or elsewhere.community) if elsewhere else ""
    return facts.Member(str(person.pk), person.name, person.sex, person.born_on, person.is_birth_estimated, person.died_on, here, note)


def _couple(one: Union) -> facts.Couple:
    return facts.Couple(str(one.one_id), str(one.other_id), one.kind, one.first_day, one.end, one.ended_on)


def genogram_of(household: Household, kin: Kin, index: Person | None, *, on: date) -> Genogram:
    """The genogram of a household on a day; `svg` stands on a page as on paper."""
    return genogram(facts.as_of(family_of(household, kin, index), on))


def ecomap_of(name: str, ties: list[Tie], note: str = "") -> Ecomap:
    """The eco-map of a household with the ties of a day."""
    return ecomap(name, note, [System(one.system, one.kind, one.direction) for one in ties])


def days_of_change(kin: Kin, *, today: date) -> list[date]:
    """The days on which the drawing changes, the latest first: births, deaths, unions, partings, moves, bonds."""
    days = {person.born_on for person in kin.people.values() if not person.is_birth_estimated}
    days |= {person.died_on for person in kin.people.values()}
    days |= {day for one in kin.couples for day in (one.first_day, one.ended_on)}
    days |= {day for one in [*kin.bonds, *kin.stays, *kin.parents] for day in (one.first_day, _after(one.last_day))}
    return sorted((day for day in days if day and day <= today), reverse=True)


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def index_of(people: dict[UUID, Person], stays: list[Residence]) -> Person | None:
    """Whom the family is told from: the head of the household, else whoever has been there longest."""
    first = next(iter(sorted(stays, key=lambda stay: (not stay.is_head, stay.created_at, str(stay.pk)))), None)
    return people.get(first.person_id) if first else None
