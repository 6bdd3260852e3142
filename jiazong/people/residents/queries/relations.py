"""Everything that hangs on a person, read off the models themselves: a table that is added later is there without being named."""
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet

from jiazong.people.residents.models import Link, Person, SearchKey

# A person's own ways of being typed, and the links themselves: they stay with whom they tell of.
OWN = {(SearchKey, "person"), (Link, "kept"), (Link, "linked")}


@dataclass(frozen=True)
class Relation:
    """A column of a table that names a person."""

    model: type[models.Model]
    column: str

    @property
    def key(self) -> str:
        """How it is written down: app.model.column."""
        return f"{self.model._meta.label_lower}.{self.column}"

    def rows(self, person: Person) -> QuerySet:
        """The rows that name this person here, as far as the one who acts sees them."""
        return self.model._base_manager.filter(**{self.column: person.pk})


def relations() -> Iterator[Relation]:
    """Every column of every table that names a person, hidden ones and those between two tables included."""
    for one in Person._meta.get_fields(include_hidden=True):
        names_a_person = one.auto_created and one.is_relation and not one.many_to_many
        if names_a_person and (one.related_model, one.field.name) not in OWN:
            yield Relation(one.related_model, one.field.name)


def counts(person: Person) -> dict[str, int]:
    """How many rows hang on a person, by app.model.column; nothing for what has none."""
    found = {one.key: one.rows(person).count() for one in relations()}
    return {key: number for key, number in sorted(found.items()) if number}
