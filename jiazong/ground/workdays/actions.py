import csv
import io
from datetime import date

from django.db import transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.workdays.models import Notice, SwappedDay


class BadCalendar(ValueError):
    """A calendar file that cannot be read; the message says which line and why."""


@transaction.atomic
def load_calendar(text: str, *, by: Account | None) -> int:
    """Load holidays and swapped days: lines of day, working (1/0), name, source. A year in the file replaces that year.

    Gives how many days were loaded. Source: the yearly notice of the State Council's General Office.
    """
    rows = [_read(number, line) for number, line in enumerate(csv.DictReader(io.StringIO(text)), start=2)]
    if not rows:
        raise BadCalendar("the file has no days; it needs the columns day, working, name, source")
    for year in sorted({row[0].year for row in rows}):
        source = next(row[3] for row in rows if row[0].year == year)
        notice, _ = Notice.objects.update_or_create(year=year, defaults={"source": source})
        notice.days.all().delete()
        SwappedDay.objects.bulk_create(
            SwappedDay(day=day, is_working=works, name=name, notice=notice) for day, works, name, _ in rows if day.year == year
        )
        chronicle.record("workdays.loaded", notice, by=by, days=sum(row[0].year == year for row in rows))
    return len(rows)


def _read(number: int, line: dict[str, str]) -> tuple[date, bool, str, str]:
    try:
        return (
            date.fromisoformat((line["day"] or "").strip()),
            {"1": True, "0": False}[(line["working"] or "").strip()],
            (line.get("name") or "").strip(),
            (line.get("source") or "").strip(),
        )
    except (KeyError, ValueError):
        raise BadCalendar(
            f"line {number}: needs day as 2026-10-01 and working as 1 or 0, in the columns day, working, name, source"
        ) from None
