"""When colleagues are away, without why: the database answers for whoever books or allots at their centre."""
from datetime import date

from django.db import connection

from jiazong.people.staff.rules import Away, away_on

WORDS = ("intake.triage", "intake.allocate")


def absences(first_day: date, last_day: date) -> dict[int, list[Away]]:
    """Worker → absences that touch these days, the nearest first; one question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.away(%s, %s, %s, %s)", [first_day, last_day, *WORDS])
        found: dict[int, list[Away]] = {}
        for worker, *span in cursor.fetchall():
            found.setdefault(worker, []).append(Away(*span))
        return found


def away_parts(day: date) -> dict[int, str]:
    """Worker → which part of a day she is away ("morning", "afternoon", "day"); who is there is not named."""
    return {worker: part for worker, spans in absences(day, day).items() if (part := away_on(spans, day))}
