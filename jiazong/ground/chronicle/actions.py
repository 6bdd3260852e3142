from typing import Any

from django.db import models

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import rules
from jiazong.ground.chronicle.models import Entry
from jiazong.ground.transparency import actions as transparency


def record(verb: str, subject: models.Model, *, by: Account | None, **details: Any) -> Entry:
    """Write that somebody did something to a subject; `by=None` stands for the command line of the operator.

    Details hold codes, days and counts, never a resident's data. What the evidence log keeps (`rules.KINDS`) gets its leaf here.
    """
    if kind := rules.kind_of(verb):
        shown, rest = rules.shown_of(details)
        private = {"by": by and str(by.pk), "details": rest}
        transparency.append(kind, f"{kind}:{subject.pk}", {**shown, "verb": verb}, private=private)
    return Entry.objects.create(
        verb=verb, subject_type=subject._meta.label_lower, subject_id=str(subject.pk), actor=by, details=details
    )
