"""Settings of casework with their sources, and why a case is closed while a risk is still open."""
import json
from datetime import date
from pathlib import Path

import jiazong.ground.privacy.fields
from django.db import migrations, models

FROM_THE_START = date(2000, 1, 1)
FILE = Path(__file__).resolve().parent.parent / "data" / "settings.json"


def load(apps, schema_editor):
    setting = apps.get_model("cases", "Setting")
    lines = json.loads(FILE.read_text(encoding="utf-8"))
    setting.objects.bulk_create(setting(first_day=FROM_THE_START, **line) for line in lines)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_second_layer")]
    operations = [
        migrations.CreateModel(
            name="Setting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("first_day", models.DateField()),
                ("value", models.JSONField()),
                ("source", models.CharField(max_length=200)),
            ],
            options={"ordering": ["name", "first_day"]},
        ),
        migrations.AddConstraint(
            model_name="setting",
            constraint=models.UniqueConstraint(fields=("name", "first_day"), name="cases_setting_once"),
        ),
        # Empty sealed bytes stand for no text; the field itself would refuse a value that is not sealed.
        migrations.RunSQL(
            "ALTER TABLE cases_closing ADD COLUMN risk_words bytea NOT NULL DEFAULT ''; ALTER TABLE cases_closing ALTER COLUMN risk_words DROP DEFAULT;",
            "ALTER TABLE cases_closing DROP COLUMN risk_words;",
            state_operations=[
                migrations.AddField(
                    model_name="closing",
                    name="risk_words",
                    field=jiazong.ground.privacy.fields.SealedTextField(agency="case.sealed_for", blank=True),
                ),
            ],
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
