"""Texts of consent: a change is a new version, for what somebody agreed to stays as it was."""
from collections.abc import Collection
from datetime import date

from django.db import connection, transaction
from django.db.models import Max

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.consent.models import Text


@transaction.atomic
def write_text(
    agency: str, code: str, *, title: str, words: str, purposes: Collection[str], first_day: date, source: str, by: Account | None
) -> Text:
    """Write the next version of an agency's text, in force from a day on; the versions before stay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7150, hashtext(%s))", [f"{agency}/{code}"])
    before = Text.objects.filter(agency=agency, code=code).aggregate(last=Max("version"))["last"] or 0
    made = Text.objects.create(
        agency=agency, code=code, version=before + 1, title=title, words=words, purposes=sorted(purposes), first_day=first_day, source=source
    )
    chronicle.record("consent.text_written", made, by=by, code=code, version=made.version, agency=agency)
    return made
