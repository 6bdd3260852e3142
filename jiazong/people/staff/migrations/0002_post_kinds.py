"""The kinds of post and whether their hours are professional (domain A0, A3)."""
import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "post-kinds.csv"


def load(apps, schema_editor):
    kind = apps.get_model("staff", "PostKind")
    with FILE.open(encoding="utf-8", newline="") as source:
        for order, row in enumerate(csv.DictReader(source), start=1):
            kind.objects.create(order=order, **{**row, "is_professional": row["is_professional"] == "1"})


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_start")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
