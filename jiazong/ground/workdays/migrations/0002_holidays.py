"""Holidays and swapped days 2011–2026 from the yearly notices; later years are provisional until a notice is loaded."""
import csv
from datetime import date
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "holidays.csv"


def load(apps, schema_editor):
    notice, swapped = apps.get_model("workdays", "Notice"), apps.get_model("workdays", "SwappedDay")
    with FILE.open(encoding="utf-8", newline="") as source:
        rows = [(date.fromisoformat(row["day"]), row) for row in csv.DictReader(source)]
    notice.objects.bulk_create(
        notice(year=year, source=source) for year, source in sorted({(day.year, row["source"]) for day, row in rows})
    )
    swapped.objects.bulk_create(
        swapped(day=day, is_working=row["working"] == "1", name=row["name"], notice_id=day.year) for day, row in rows
    )


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_start")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
