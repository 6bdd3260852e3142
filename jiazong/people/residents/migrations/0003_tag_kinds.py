"""The target groups of the measures as dated, sourced data."""
import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "tag_kinds.csv"


def load(apps, schema_editor):
    kinds = apps.get_model("residents", "TagKind")
    with FILE.open(encoding="utf-8", newline="") as source:
        kinds.objects.bulk_create(kinds(**row | {"is_restricted": bool(row["is_restricted"])}) for row in csv.DictReader(source))


class Migration(migrations.Migration):
    dependencies = [("residents", "0002_second_layer")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
