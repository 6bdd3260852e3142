"""What people are asked to agree to, as dated, sourced data, and the product's own text."""
import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def lines(name):
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def load(apps, schema_editor):
    purpose, text = apps.get_model("consent", "Purpose"), apps.get_model("consent", "Text")
    purpose.objects.bulk_create(purpose(**row | {"is_separate": bool(row["is_separate"])}) for row in lines("purposes.csv"))
    # The policies are forced on the owner too, and a migration acts as nobody.
    schema_editor.execute("ALTER TABLE consent_text NO FORCE ROW LEVEL SECURITY")
    text.objects.bulk_create(text(**row | {"purposes": row["purposes"].split(";")}) for row in lines("texts.csv"))
    schema_editor.execute("ALTER TABLE consent_text FORCE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_second_layer")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
