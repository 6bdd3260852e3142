"""All that is kept about a person: worked out from the models themselves, so that a new table is found without being named.

Whose is a row: it names the person; or it hangs on a row that is hers and names nobody else; or it is the other half of
a row that names her (the case behind its party); or it is about such a row by kind and key. A case that merely mentions
her is not hers: she gets the mention, not the file.
"""
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from jiazong.people.consent.queries import same_person
from jiazong.people.residents.models import Person

Model = type[models.Model]
Found = dict[Model, set[Any]]


def rows_of(person: Person) -> Found:
    """Table → keys of the rows that are a person's, under every key she is on record with."""
    who, found = same_person(person), {}
    _add(found, Person, who)
    ahead: list[tuple[Model, set[Any]]] = []
    for model in tables():
        if fields := naming(model):
            named = Q()
            for field in fields:
                named |= Q(**{f"{field.attname}__in": who})
            ahead += _add(found, model, model._base_manager.filter(named).values_list("pk", flat=True))
    for model, keys in list(ahead):
        if whole := _other_half(model):
            ahead += _add(found, whole, keys)
    while ahead:
        model, keys = ahead.pop()
        for child, field in _hanging_on(model):
            rows = child._base_manager.filter(**{f"{field.attname}__in": keys})
            ahead += _add(found, child, _nobody_elses(child, rows, who).values_list("pk", flat=True))
    _add_about(found)
    return {model: keys for model, keys in found.items() if keys}


def tables() -> list[Model]:
    """The product's own tables, in the order of their names."""
    ours = (one for one in apps.get_models() if one.__module__.startswith("jiazong.") and one._meta.managed)
    return sorted(ours, key=lambda one: one._meta.db_table)


def files_of(person: Person) -> list[str]:
    """Kind and key of everything about a person that a look can be written down for."""
    return [str(key) for keys in rows_of(person).values() for key in keys if isinstance(key, UUID)]


def naming(model: Model) -> list[models.Field]:
    """The columns of a table that name a person; the register's own link between duplicates is no mention."""
    if model is Person:
        return []
    return [one for one in model._meta.concrete_fields if one.is_relation and one.related_model is Person]


def _other_half(model: Model) -> Model | None:
    """The table a row of this one is the other half of: its key is the key there."""
    key = model._meta.pk
    return key.related_model if key.is_relation and key.related_model is not Person else None


def _hanging_on(model: Model) -> Iterator[tuple[Model, models.Field]]:
    for relation in model._meta.related_objects:
        field, child = relation.field, relation.related_model
        if not relation.many_to_many and child is not Person and child.__module__.startswith("jiazong.") and field.related_model is model:
            yield child, field


def _nobody_elses(model: Model, rows: models.QuerySet, who: set[UUID]) -> models.QuerySet:
    """Without the rows that name another person: they hang on her file, but they are somebody else's."""
    for field in naming(model):
        rows = rows.filter(Q(**{f"{field.attname}__in": who}) | Q(**{f"{field.attname}__isnull": True}))
    return rows


def _add_about(found: Found) -> None:
    """Rows that are about one of these by kind and key: files kept with it, prints, who read it, what was done."""
    keys = [str(key) for pks in found.values() for key in pks if isinstance(key, UUID)]
    for model in tables():
        names = {one.name for one in model._meta.concrete_fields}
        if {"subject_type", "subject_id"} <= names:
            new = _add(found, model, model._base_manager.filter(subject_id__in=keys).values_list("pk", flat=True))
            for about, pks in new:
                for child, field in _hanging_on(about):
                    _add(found, child, child._base_manager.filter(**{f"{field.attname}__in": pks}).values_list("pk", flat=True))


def _add(found: Found, model: Model, keys: Iterable[Any]) -> list[tuple[Model, set[Any]]]:
    """Put keys to those found; gives the new ones, for the walk to go on from."""
    known = found.setdefault(model, set())
    fresh = set(keys) - known
    known |= fresh
    return [(model, fresh)] if fresh else []
