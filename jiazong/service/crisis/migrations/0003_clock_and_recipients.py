"""After how long an untold report is late, and who may have to be told: settings with their source."""
import csv
from datetime import date
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "recipients.csv"
LAW = "反家庭暴力法第十四条说“及时”，未成年人保护法第十一条说“立即”，都没有写小时；超过 120 分钟提醒是产品默认设置"


def load(apps, schema_editor):
    apps.get_model("crisis", "Setting").objects.create(
        name="report.warn", first_day=date(2000, 1, 1), value=120, unit="minutes", source=LAW
    )
    recipient = apps.get_model("crisis", "Recipient")
    with FILE.open(encoding="utf-8", newline="") as source:
        recipient.objects.bulk_create(recipient(**row | {"is_authority": bool(row["is_authority"])}) for row in csv.DictReader(source))


class Migration(migrations.Migration):
    dependencies = [("crisis", "0002_second_layer")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
