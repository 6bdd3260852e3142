"""Looking at covered values: each look is counted, limited and written down before anything is shown."""
from django.db import connection, models, transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.custody import queries
from jiazong.ground.custody.models import Look
from jiazong.ground.privacy import troubles
from jiazong.ground.privacy.fields import BlindIndexField

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7148, hashtext(%s))"


@transaction.atomic
def uncover(subject: models.Model, column: str, *, by: Account, reason: str, words: str = "") -> Look:
    """Let a person see a covered value of a subject for five minutes; raises TooManyLooks."""
    field = subject._meta.get_field(column)
    look = _look(Look.UNCOVERED, by, field.agency_of(subject), subject._meta.label_lower, str(subject.pk), column, reason, words)
    chronicle.record("privacy.uncovered", subject, by=by, column=column, reason=reason)
    return look


@transaction.atomic
def look_up(field: BlindIndexField, agency: str, text: str, *, by: Account | None) -> list[bytes]:
    """The blind indexes a value of an agency lies under, however it is written, to ask for with; raises TooManyLooks.

    `field` is the blind index: `Worker._meta.get_field("phone_index")`. The look is kept, not what was looked for.
    """
    _look(Look.LOOKED_UP, by, agency, field.model._meta.label_lower, "", field.of)
    return field.indexes(agency, text)


def _look(
    kind: str, by: Account | None, agency: str, subject_type: str, subject_id: str, column: str, reason: str = "", words: str = ""
) -> Look:
    if by is not None:
        with connection.cursor() as cursor:
            cursor.execute(_ONE_AT_A_TIME, [str(by.pk)])
        if not queries.looks_left(by, kind):
            raise troubles.TooManyLooks(kind)
    return Look.objects.create(
        kind=kind, account=by, agency=agency, subject_type=subject_type, subject_id=subject_id, column=column,
        reason=reason, words=words,
    )  # fmt: skip
