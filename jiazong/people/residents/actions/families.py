"""Writing families down: who they are, where they live, who moved and who died."""
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Centre
from jiazong.people.residents.actions.codes import next_codes
from jiazong.people.residents.actions.keys import write_keys
from jiazong.people.residents.models import Household, Person, Phone, Residence, Tag, TagKind, Union

PERSON = ("name", "sex", "born_on", "is_birth_estimated", "id_kind", "id_number", "registration", "languages", "outside_number")
HOUSEHOLD = ("community", "estate", "block", "room", "address", "kind")


class TooEarly(ValueError):
    """Somebody would leave before having come; `first_day` is when the present stay began."""

    def __init__(self, first_day: date) -> None:
        super().__init__(first_day.isoformat())
        self.first_day = first_day


@transaction.atomic
def register(
    centre: Centre, *, person: Mapping[str, Any], home: Mapping[str, Any], by: Account | None, on: date,
    phone: str = "", owner: str = "", tag: TagKind | None = None,
) -> Person:  # fmt: skip
    """Write down a family by the one who came: household, person as its head, phone, target group."""
    [code] = next_codes(centre, 1)
    household = Household.objects.create(centre=centre, code=code, created_by=by, **_only(HOUSEHOLD, home))
    made = _person(centre, person, by)
    Residence.objects.create(centre=centre, person=made, household=household, is_head=True, created_by=by)
    if phone:
        add_phone(made, number=phone, owner=owner, by=by)
    if tag:
        put_in_group(made, tag, by=by, on=on)
    chronicle.record("residents.registered", household, by=by, on=on.isoformat())
    return made


@transaction.atomic
def add_member(
    household: Household, *, person: Mapping[str, Any], by: Account | None, since: date | None = None, relation: str = "", phone: str = ""
) -> Person:
    """Write down somebody new who lives in a household; nothing as first day means since ever."""
    made = _person(household.centre, person, by)
    Residence.objects.create(
        centre=household.centre, person=made, household=household, relation=relation, first_day=since, created_by=by
    )
    if phone:
        add_phone(made, number=phone, by=by)
    chronicle.record("residents.member_added", household, by=by, person=str(made.pk))
    return made


@transaction.atomic
def add_relative(centre: Centre, *, person: Mapping[str, Any], by: Account | None) -> Person:
    """Write down somebody who belongs to a family and lives in no household the centre knows."""
    made = _person(centre, person, by)
    chronicle.record("residents.relative_added", made, by=by)
    return made


def _person(centre: Centre, told: Mapping[str, Any], by: Account | None) -> Person:
    person = Person.objects.create(centre=centre, created_by=by, **_only(PERSON, told))
    write_keys(person)
    return person


def _only(names: tuple[str, ...], told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in names if name in told}


@transaction.atomic
def change_person(person: Person, *, by: Account | None, **told: Any) -> Person:
    """Put right what is known of a person; what is not named stays."""
    changed = [name for name, value in _only(PERSON, told).items() if getattr(person, name) != value]
    if not changed:
        return person
    Person.objects.select_for_update().get(pk=person.pk)
    for name in changed:
        setattr(person, name, told[name])
    person.save(update_fields=changed)
    if "name" in changed or "outside_number" in changed:
        write_keys(person)
    chronicle.record("residents.person_changed", person, by=by, columns=sorted(changed))
    return person


@transaction.atomic
def change_household(household: Household, *, by: Account | None, **told: Any) -> Household:
    """Put right where a household lives and what kind it is; what is not named stays."""
    changed = [name for name, value in _only(HOUSEHOLD, told).items() if getattr(household, name) != value]
    if not changed:
        return household
    Household.objects.select_for_update().get(pk=household.pk)
    for name in changed:
        setattr(household, name, told[name])
    household.save(update_fields=changed)
    chronicle.record("residents.household_changed", household, by=by, columns=sorted(changed))
    return household


@transaction.atomic
def add_phone(person: Person, *, number: str, by: Account | None, owner: str = "") -> Phone:
    """Write down a telephone number of a person, after those already known; the same number twice is one."""
    Person.objects.select_for_update().get(pk=person.pk)
    known = list(Phone.objects.filter(person=person).select_related("centre"))
    if same := next((one for one in known if one.number == number), None):
        return same
    order = max((one.order for one in known), default=-1) + 1
    phone = Phone.objects.create(centre=person.centre, person=person, number=number, owner=owner, order=order, created_by=by)
    chronicle.record("residents.phone_added", person, by=by)
    return phone


@transaction.atomic
def put_in_group(person: Person, kind: TagKind, *, by: Account | None, on: date | None) -> Tag:
    """Say that a person belongs to a target group from a day on; who belongs to it already stays as it was."""
    Person.objects.select_for_update().get(pk=person.pk)
    known = Tag.objects.filter(person=person, kind=kind).filter(Q(last_day__isnull=True) | Q(first_day=on)).first()
    if known and known.last_day is None:
        return known
    if known:
        known.last_day = None
        known.save(update_fields=["last_day"])
    else:
        known = Tag.objects.create(centre=person.centre, person=person, kind=kind, first_day=on, created_by=by)
    chronicle.record("residents.group_joined", person, by=by, kind=kind.code)
    return known


@transaction.atomic
def take_out_of_group(tag: Tag, *, by: Account | None, on: date) -> Tag:
    """Say that a person belongs to a target group until a day."""
    if tag.last_day is None:
        tag.last_day = on
        tag.save(update_fields=["last_day"])
        chronicle.record("residents.group_left", tag.person, by=by, kind=tag.kind_id)
    return tag


@transaction.atomic
def move(person: Person, *, to: Household | None, on: date, by: Account | None, relation: str = "") -> Residence | None:
    """Let a person live in another household from a day on, or in none the centre knows; raises TooEarly.

    The present stay ends the day before; the day is the first of the new one.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    present = Residence.objects.filter(person=person, last_day__isnull=True).first()
    if present and to and present.household_id == to.pk:
        return present
    if present:
        if present.first_day and on <= present.first_day:
            raise TooEarly(present.first_day)
        leave(present, on - timedelta(days=1))
    made = None
    if to:
        made = Residence.objects.create(
            centre=to.centre, person=person, household=to, first_day=on, relation=relation, created_by=by,
            is_head=not Residence.objects.filter(household=to, last_day__isnull=True).exists(),
        )  # fmt: skip
    chronicle.record("residents.moved", person, by=by, on=on.isoformat(), to=str(to.pk) if to else "")
    return made


@transaction.atomic
def move_to_new_home(person: Person, *, home: Mapping[str, Any], on: date, by: Account | None) -> Household:
    """Let a person begin a household of its own on a day, as its head; raises TooEarly."""
    [code] = next_codes(person.centre, 1)
    household = Household.objects.create(centre=person.centre, code=code, created_by=by, **_only(HOUSEHOLD, home))
    move(person, to=household, on=on, by=by)
    return household


def leave(present: Residence, last_day: date) -> None:
    """End a stay; a household whose head leaves has the one longest there as head, one that nobody is left in ends."""
    present.last_day = last_day
    present.save(update_fields=["last_day"])
    left = Residence.objects.filter(household=present.household_id, last_day__isnull=True)
    if not left.exists():
        Household.objects.filter(pk=present.household_id, ended_on__isnull=True).update(ended_on=last_day)
    elif present.is_head and not left.filter(is_head=True).exists():
        heir = left.order_by("first_day", "created_at", "pk").first()
        Residence.objects.filter(pk=heir.pk).update(is_head=True)


@transaction.atomic
def record_death(person: Person, *, on: date, by: Account | None) -> Person:
    """Write down the day somebody died: the stay ends that day, a marriage that held is ended by it."""
    before = Person.objects.select_for_update().get(pk=person.pk).died_on
    if before == on:
        return person
    person.died_on = on
    person.save(update_fields=["died_on"])
    for present in Residence.objects.filter(person=person, last_day__isnull=True):
        leave(present, on)
    if before:
        Residence.objects.filter(person=person, last_day=before).update(last_day=on)
    of_two = Q(one=person) | Q(other=person)
    Union.objects.filter(of_two, Q(end="") | Q(end=Union.WIDOWED)).update(end=Union.WIDOWED, ended_on=on)
    chronicle.record("residents.died", person, by=by, on=on.isoformat())
    return person
