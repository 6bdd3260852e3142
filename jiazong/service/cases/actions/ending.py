"""What ends with a case: the sight of those who worked on it, by rule; a planned follow-up keeps its worker until its day."""
from datetime import date

from django.db import connection

from jiazong.ground.accounts.models import Account
from jiazong.ground.transparency import actions as transparency
from jiazong.service.cases.actions.opening import subject_of
from jiazong.service.cases.models import Case


def sight_ends(case: Case, *, follow_up_until: date | None, by: Account) -> None:
    """Lay the leaf of the end of sight; the grants themselves are shortened by the table, whoever ended the case and how."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.case_sight_ends(%s)", [follow_up_until])
        (until,) = cursor.fetchone()
    facts = {"deed": "shortened", "why": "case.ended", "file": str(subject_of(case).id), "by": str(by.pk), "until": until.isoformat()}
    transparency.append("grant", f"case:{case.pk}", facts)
