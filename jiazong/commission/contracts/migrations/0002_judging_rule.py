"""The default by which an indicator is called slow or behind: a setting (no rule of the field is known), not law."""
from datetime import date
from decimal import Decimal

from django.db import migrations


def load(apps, schema_editor):
    apps.get_model("contracts", "JudgingRule").objects.create(
        first_day=date(2000, 1, 1),
        slow_below=Decimal("1"),
        behind_below=Decimal("0.85"),
        day_minutes=480,
        source="产品默认设置：低于应到位置为略慢，低于应到位置的 85% 为落后；各地可改；每个工作日 8 小时见用户需求书工时算法",
    )


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_start")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
