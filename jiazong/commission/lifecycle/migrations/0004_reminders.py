"""From when the payments and decisions of a contract are told of, and when its bond goes back; new rows of the same file."""
import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "data" / "figures.csv"
NAMES = ("remind_days", "remind_year_days", "remind_until_days", "bond_return_days")


def load(apps, schema_editor):
    figure = apps.get_model("lifecycle", "Figure")
    with FILE.open(encoding="utf-8", newline="") as source:
        # A new database has them already, from the migration that read the whole file.
        figure.objects.bulk_create((figure(**line) for line in csv.DictReader(source) if line["name"] in NAMES), ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0003_protected")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
