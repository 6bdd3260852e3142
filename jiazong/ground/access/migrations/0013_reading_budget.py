"""How many pages of files they do not work on people may read in an hour and in a day, what counts as night, and the index that counts looks."""
from datetime import date

from django.db import migrations, models

LIMITS = [
    ("reads.hour", 60, "pages", "产品默认设置：不由自己负责的档案，一小时至多看 60 页，未见规定"),
    ("reads.day", 200, "pages", "产品默认设置：不由自己负责的档案，24 小时至多看 200 页，未见规定"),
    ("reads.night_from", 22, "hour", "产品默认设置：谁看得多里，夜里从 22 点算，未见规定"),
    ("reads.night_to", 6, "hour", "产品默认设置：谁看得多里，夜里到 6 点，未见规定"),
]


def load(apps, schema_editor):
    limit = apps.get_model("access", "Limit")
    for name, value, unit, source in LIMITS:
        limit.objects.get_or_create(name=name, first_day=date(2000, 1, 1), defaults={"value": value, "unit": unit, "source": source})


class Migration(migrations.Migration):
    dependencies = [("access", "0012_sealed_words")]
    operations = [
        migrations.AddIndex("read", models.Index(fields=["account", "-at"], name="access_read_by_account")),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
