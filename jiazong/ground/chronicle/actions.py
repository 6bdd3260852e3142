from typing import Any

from django.db import models

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle.models import Entry


def record(verb: str, subject: models.Model, *, by: Account | None, **details: Any) -> Entry:
    """Write that somebody did something to a subject; `by=None` stands for the command line of the operator.

    Details hold codes, days and counts, never a resident's data.
    """
    return Entry.objects.create(
        verb=verb, subject_type=subject._meta.label_lower, subject_id=str(subject.pk), actor=by, details=details
    )
