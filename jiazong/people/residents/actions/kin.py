"""Writing down who belongs to whom and how they stand to each other; a mistake is taken back whole."""
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.residents.models import Bond, Guardianship, Household, Parentage, Person, Tie, Twin, Union

# What may be taken back when it was never so: each is a line of the drawing or of the list of guardians.
TAKEN_BACK = {"parent": Parentage, "couple": Union, "twins": Twin, "guardian": Guardianship, "bond": Bond, "tie": Tie}


class OwnAncestor(ValueError):
    """Somebody would be a parent of one of their own parents."""


@transaction.atomic
def add_parent(child: Person, parent: Person, *, kind: str, by: Account | None, since: date | None = None) -> Parentage:
    """Say who is a parent of somebody, and how; the same twice is one. Raises OwnAncestor."""
    _lock(child, parent)
    if kind == Parentage.BIRTH and Parentage.objects.filter(parent=child, child=parent).exists():
        raise OwnAncestor
    link, is_new = Parentage.objects.get_or_create(
        parent=parent, child=child, kind=kind, defaults={"centre": child.centre, "first_day": since, "created_by": by}
    )
    _kept(link, child, "parent", is_new, by)
    return link


@transaction.atomic
def join(one: Person, other: Person, *, kind: str, by: Account | None, since: date | None = None) -> Union:
    """Say that two are a couple, married or living together; those who are one already stay it, with the kind said last."""
    _lock(one, other)
    present = Union.objects.filter(_pair(one, other), end="").first()
    if present is None:
        present = Union.objects.create(centre=one.centre, one=one, other=other, kind=kind, first_day=since, created_by=by)
        _kept(present, one, "couple", True, by)
    elif present.kind != kind or (since and present.first_day != since):
        present.kind, present.first_day = kind, since or present.first_day
        present.save(update_fields=["kind", "first_day"])
        chronicle.record("residents.kin_changed", one, by=by, what="couple")
    return present


@transaction.atomic
def part(couple: Union, *, end: str, on: date | None, by: Account | None) -> Union:
    """Say how and when a couple parted: separated, divorced, widowed."""
    if (couple.end, couple.ended_on) != (end, on):
        couple.end, couple.ended_on = end, on
        couple.save(update_fields=["end", "ended_on"])
        chronicle.record("residents.parted", couple.one, by=by, end=end)
    return couple


@transaction.atomic
def are_twins(one: Person, other: Person, *, is_identical: bool, by: Account | None) -> Twin:
    """Say that two were born together."""
    _lock(one, other)
    known = Twin.objects.filter(_pair(one, other)).first()
    if known is None:
        known = Twin.objects.create(centre=one.centre, one=one, other=other, is_identical=is_identical, created_by=by)
        _kept(known, one, "twins", True, by)
    elif known.is_identical != is_identical:
        known.is_identical = is_identical
        known.save(update_fields=["is_identical"])
    return known


@transaction.atomic
def make_guardian(
    ward: Person, guardian: Person, *, kind: str, by: Account | None, since: date | None = None, checked_on: date | None = None
) -> Guardianship:
    """Say who is somebody's guardian and on which day that was checked; the same guardian twice is one."""
    _lock(ward, guardian)
    known = Guardianship.objects.filter(ward=ward, guardian=guardian, last_day__isnull=True).first()
    if known is None:
        known = Guardianship.objects.create(
            centre=ward.centre, ward=ward, guardian=guardian, kind=kind, first_day=since, checked_on=checked_on, created_by=by
        )
        _kept(known, ward, "guardian", True, by)
    elif (known.kind, known.checked_on) != (kind, checked_on):
        known.kind, known.checked_on = kind, checked_on
        known.save(update_fields=["kind", "checked_on"])
        chronicle.record("residents.guardian_checked", ward, by=by)
    return known


@transaction.atomic
def say_bond(one: Person, other: Person, *, kind: str, by: Account | None, on: date) -> Bond:
    """Say how two stand to each other from a day on; what was said before holds until the day before."""
    _lock(one, other)
    present = Bond.objects.filter(_pair(one, other), last_day__isnull=True)
    if same := present.filter(kind=kind).first():
        return same
    for before in present:
        _give_way(before, on)
    made = Bond.objects.create(centre=one.centre, one=one, other=other, kind=kind, first_day=on, created_by=by)
    _kept(made, one, "bond", True, by)
    return made


@transaction.atomic
def tie_to(household: Household, *, system: str, kind: str, direction: str, by: Account | None, on: date) -> Tie:
    """Say how a household stands to something outside from a day on; what was said of it before holds until the day before."""
    Household.objects.select_for_update().get(pk=household.pk)
    present = Tie.objects.filter(household=household, system=system, last_day__isnull=True)
    if same := present.filter(kind=kind, direction=direction).first():
        return same
    for before in present:
        _give_way(before, on)
    made = Tie.objects.create(
        centre=household.centre, household=household, system=system, kind=kind, direction=direction, first_day=on, created_by=by
    )
    chronicle.record("residents.tied", household, by=by, kind=kind)
    return made


@transaction.atomic
def end(link: Bond | Tie | Guardianship, *, by: Account | None, on: date) -> None:
    """Say that a bond, a tie or a guardianship holds until a day."""
    if link.last_day is None:
        _end(link, on)
        chronicle.record("residents.kin_ended", link, by=by, on=on.isoformat())


@transaction.atomic
def take_back(what: str, link: models.Model, *, by: Account | None) -> None:
    """Strike what was written by mistake and never was so; that it was struck stays in the record of changes."""
    about = link.household if what == "tie" else getattr(link, {"parent": "child", "guardian": "ward"}.get(what, "one"))
    link.delete()
    chronicle.record("residents.taken_back", about, by=by, what=what)


def _end(link: Bond | Tie | Guardianship, on: date) -> None:
    """A thing said and ended on one day has lasted that day."""
    link.last_day = max(on, link.first_day) if link.first_day else on
    link.save(update_fields=["last_day"])


def _give_way(before: Bond | Tie, on: date) -> None:
    """What is said anew holds until the day before; what was said on the same day was said wrong."""
    if before.first_day and before.first_day >= on:
        before.delete()
    else:
        _end(before, on - timedelta(days=1))


def _kept(link: models.Model, about: Person, what: str, is_new: bool, by: Account | None) -> None:
    if is_new:
        chronicle.record("residents.kin_added", about, by=by, what=what)


def _lock(*people: Person) -> None:
    list(Person.objects.select_for_update().filter(pk__in=[one.pk for one in people]).order_by("pk"))


def _pair(one: Person, other: Person) -> Q:
    return Q(one=one, other=other) | Q(one=other, other=one)
