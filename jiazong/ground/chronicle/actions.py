import json
from typing import Any

from django.db import connection, models

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import rules
from jiazong.ground.transparency import actions as transparency

# Nothing is asked back: of what was written, the database would have to find out by all its policies whether it may be seen.
WRITE = "INSERT INTO chronicle_entry (verb, subject_type, subject_id, actor_id, details) VALUES (%s, %s, %s, %s, %s)"


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
