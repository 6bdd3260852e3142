"""Two records of one person are linked, never deleted: what hangs on one goes to the other and comes back when it was wrong."""
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, transaction
from django.utils.timezone import now

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.residents.actions.keys import write_keys
from jiazong.people.residents.models import Link, Person
from jiazong.people.residents.queries import relations
from jiazong.people.residents.queries.relations import Relation

# Columns that are chosen together, by the name of the choice.
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("name",), "sex": ("sex",), "born_on": ("born_on", "is_birth_estimated"), "died_on": ("died_on",),
    "id_number": ("id_kind", "id_number"), "registration": ("registration",), "languages": ("languages",),
}  # fmt: skip


class CannotLink(ValueError):
    """Two records that cannot be linked; `code`: same, other_centre, linked_already, locked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Side:
    """One choice side by side: what each record says; `taken` is what is taken unless somebody chooses otherwise."""

    choice: str
    kept: Any
    linked: Any

    @property
    def differs(self) -> bool:
        return bool(self.linked) and self.kept != self.linked

    @property
    def taken(self) -> str:
        """What stands is kept; what is missing is taken over."""
        return "linked" if self.linked and not self.kept else "kept"


@dataclass(frozen=True)
class Preview:
    """What linking two records would do: the values side by side, and what hangs on the one that goes."""

    sides: tuple[Side, ...]
    hanging: dict[str, int]


def preview(kept: Person, linked: Person) -> Preview:
    """The two records side by side and what would go over, before anything is done."""
    main = {choice: columns[-1] if choice == "id_number" else columns[0] for choice, columns in CHOICES.items()}
    sides = tuple(Side(choice, getattr(kept, column), getattr(linked, column)) for choice, column in main.items())
    return Preview(sides, relations.counts(linked))


@transaction.atomic
def link(kept: Person, linked: Person, *, take: Collection[str] = (), reason: str, by: Account | None) -> Link:
    """Say that two records are one person: the values in `take` and all that hangs on `linked` go to `kept`.

    `take` names choices of the preview. What a table does not let go (two homes on one day, a file without a grant) stays
    with `linked`, which is still there and leads to `kept`. The same link twice is one. Raises CannotLink.
    """
    kept, linked = _both(kept, linked)
    there = Link.objects.filter(linked=linked, undone_at__isnull=True).first()
    if there and there.kept_id == kept.pk:
        return there
    _check(kept, linked)
    moved = {one.key: ids for one in relations.relations() if (ids := _hand_over(one, linked, kept))}
    values = _take(kept, linked, take)
    linked.same_as = kept
    linked.save(update_fields=["same_as"])
    made = Link.objects.create(
        centre=kept.centre, kept=kept, linked=linked, reason=reason[:200], created_by=by,
        before=json.dumps({"values": values, "moved": moved}, cls=DjangoJSONEncoder),
    )  # fmt: skip
    counted = {key: len(ids) for key, ids in moved.items()}
    chronicle.record("residents.linked", kept, by=by, linked=str(linked.pk), columns=sorted(values), moved=counted)
    return made


@transaction.atomic
def unlink(made: Link, *, by: Account | None) -> Link:
    """Take a link back: both records say again what they said, and what had gone over returns; what was changed since stays."""
    made = Link.objects.select_for_update(of=("self",)).select_related("centre").get(pk=made.pk)
    if made.undone_at:
        return made
    kept, linked = _both(made.kept, made.linked)
    before = json.loads(made.before)
    for one in relations.relations():
        if ids := before["moved"].get(one.key):
            one.rows(kept).filter(pk__in=ids).update(**{one.column: linked.pk})
    _give_back(kept, before["values"])
    linked.same_as = None
    linked.save(update_fields=["same_as"])
    made.undone_at, made.undone_by = now(), by
    made.save(update_fields=["undone_at", "undone_by"])
    chronicle.record("residents.unlinked", kept, by=by, linked=str(linked.pk))
    return made


def _both(kept: Person, linked: Person) -> tuple[Person, Person]:
    """Both records, locked in one order, so that two who link them crosswise wait for each other."""
    rows = Person.objects.select_for_update(of=("self",)).select_related("centre").order_by("pk").filter(pk__in=[kept.pk, linked.pk])
    found = {one.pk: one for one in rows}
    return found[kept.pk], found[linked.pk]


def _check(kept: Person, linked: Person) -> None:
    if kept.pk == linked.pk:
        raise CannotLink("same")
    if kept.centre_id != linked.centre_id:
        raise CannotLink("other_centre")
    if kept.same_as_id or linked.same_as_id:
        raise CannotLink("linked_already")
    if kept.locked_at or linked.locked_at:
        raise CannotLink("locked")


def _hand_over(one: Relation, linked: Person, kept: Person) -> list[str]:
    """The rows of a table that now name the one who is kept; those the table refuses stay where they are."""
    ids = list(one.rows(linked).values_list("pk", flat=True))
    if ids and _try(one, ids, kept):
        return [str(key) for key in ids]
    return [str(key) for key in ids if _try(one, [key], kept)] if len(ids) > 1 else []


def _try(one: Relation, ids: list, kept: Person) -> bool:
    try:
        with transaction.atomic():
            return one.model._base_manager.filter(pk__in=ids).update(**{one.column: kept.pk}) == len(ids)
    except DatabaseError:
        return False  # what a constraint or a policy holds back stays with the linked record, which is still there


def _take(kept: Person, linked: Person, take: Collection[str]) -> dict[str, list]:
    """Put the chosen values of one record into the other; answers what each column said before and says now."""
    columns = [column for choice in take for column in CHOICES[choice]]
    values = {column: [getattr(kept, column), getattr(linked, column)] for column in columns}
    _write(kept, {column: new for column, (_, new) in values.items()})
    return values


def _give_back(kept: Person, values: dict[str, list]) -> None:
    """What linking put there goes; what somebody has written since stays."""
    now_said = json.loads(json.dumps({column: getattr(kept, column) for column in values}, cls=DjangoJSONEncoder))
    _write(kept, {column: Person._meta.get_field(column).to_python(old) for column, (old, new) in values.items() if now_said[column] == new})


def _write(person: Person, values: dict[str, Any]) -> None:
    if not values:
        return
    for column, value in values.items():
        setattr(person, column, value)
    person.save(update_fields=list(values))
    if "name" in values:
        write_keys(person)
