"""From how many working days ahead, and for how long afterwards, the clocks of a tender are told of."""
from datetime import date

from django.db import migrations

ROWS = (
    ("remind.days", 3, "working days", "产品默认：法定期限到期前几个工作日提醒；各地可改"),
    ("remind.until", 180, "days", "产品默认：逾期多少天以后不再提醒；各地可改"),
)


def load(apps, schema_editor):
    setting = apps.get_model("tenders", "Setting")
    for name, value, unit, source in ROWS:
        setting.objects.create(name=name, first_day=date(2000, 1, 1), value=value, unit=unit, source=source)


class Migration(migrations.Migration):
    dependencies = [("tenders", "0003_catalogue_entry")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
