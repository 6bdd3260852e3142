"""The starting data: divisions of Guangdong as of 2023-06-30 (statistical list) and the 21 kinds of room (domain A11)."""
import csv
from datetime import date
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
PARENT_LENGTH = {4: 2, 6: 4, 9: 6, 12: 9}


def read(name):
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def load(apps, schema_editor):
    region = apps.get_model("places", "Region")
    region.objects.bulk_create(
        [
            region(
                code=row["code"],
                name=row["name"],
                level=row["level"],
                parent_code=row["code"][: PARENT_LENGTH.get(len(row["code"]), 0)],
                as_of=date(2023, 6, 30),
                source="国家统计局统计用区划代码 2023",
            )
            for row in read("regions-guangdong-2023.csv")
        ],
        batch_size=5000,
    )
    room = apps.get_model("places", "RoomType")
    room.objects.bulk_create(room(order=n, **row) for n, row in enumerate(read("room-types.csv"), start=1))


class Migration(migrations.Migration):
    dependencies = [("places", "0001_start")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
