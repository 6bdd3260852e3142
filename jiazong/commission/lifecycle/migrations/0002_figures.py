"""The figures of the field that come with the product, from their file; a later row of the same name takes over from its day."""
import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "data" / "figures.csv"


def load(apps, schema_editor):
    figure = apps.get_model("lifecycle", "Figure")
    with FILE.open(encoding="utf-8", newline="") as source:
        figure.objects.bulk_create(figure(**line) for line in csv.DictReader(source))


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0001_start")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
