"""Days to answer, months to lock and to forget, how long what is kept: settings with their source."""
import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def lines(name):
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def load(apps, schema_editor):
    setting, retention = apps.get_model("rights", "Setting"), apps.get_model("rights", "Retention")
    setting.objects.bulk_create(setting(**row) for row in lines("settings.csv"))
    retention.objects.bulk_create(retention(**row | {"is_withheld": bool(row["is_withheld"])}) for row in lines("retention.csv"))


class Migration(migrations.Migration):
    dependencies = [("rights", "0002_second_layer")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
