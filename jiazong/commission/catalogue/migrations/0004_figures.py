"""The figures of the rule sets, the usual agenda and duties of an opening, each with its source."""
import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def load(apps, schema_editor):
    for model, name in (("Figure", "figures"), ("AgendaPoint", "agenda"), ("Duty", "duties")):
        table = apps.get_model("catalogue", model)
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as source:
            table.objects.bulk_create(table(**row) for row in csv.DictReader(source))


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_protected")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
