import json
from typing import Any

from django.db import connection, models

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import rules
from jiazong.ground.transparency import actions as transparency

# Nothing is asked back: of what was written, the database would have to find out by all its policies whether it may be seen.
INTO = "INSERT INTO chronicle_entry (verb, subject_type, subject_id, actor_id, details)"
WRITE = f"{INTO} VALUES (%s, %s, %s, %s, %s)"


def record(verb: str, subject: models.Model, *, by: Account | None, **details: Any) -> None:
    """Write that somebody did something to a subject; `by=None` stands for the command line of the operator.

    Details hold codes, days and counts, never a resident's data. What the evidence log keeps (`rules.KINDS`) gets its leaf here.
    """
    if kind := rules.kind_of(verb):
        shown, rest = rules.shown_of(details)
        private = {"by": by and str(by.pk), "details": rest}
        transparency.append(kind, f"{kind}:{subject.pk}", {**shown, "verb": verb}, private=private)
    said = json.dumps(details)
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [verb, subject._meta.label_lower, str(subject.pk), by and by.pk, said])


class HasLeaf(ValueError):
    """A deed the evidence log keeps is recorded by itself, with its leaf."""


def recorded_with(
    verb: str, model: type[models.Model], *, written: str, by: Account | None, **details: Any
) -> tuple[str, dict[str, Any]]:
    """The statement, with its values, that records a deed about the rows the same statement writes: a part of it.

    `written` names the part that wrote the rows and gives them back. Raises HasLeaf.
    """
    if rules.kind_of(verb):
        raise HasLeaf(verb)
    statement = f"{INTO} SELECT %(deed)s, %(deed_about)s, {written}.id::text, %(deed_by)s::uuid, %(deed_details)s::jsonb FROM {written}"
    said = {"deed": verb, "deed_about": model._meta.label_lower, "deed_by": by and by.pk, "deed_details": json.dumps(details)}
    return statement, said
