"""What the desk goes by: settings with their source."""
from datetime import date

from django.db import migrations

FROM_THE_START = date(2000, 1, 1)
USUAL = "产品默认设置，未见规定，各地可改"
FIGURES = [
    ("wait.long", 20, "minutes", USUAL),
    ("appointment.lasts", 60, "minutes", USUAL),
    ("load.full", 30, "points", f"{USUAL}：在办个案按颜色加权，满负荷 30 点"),
    ("load.red", 3, "points", USUAL),
    ("load.yellow", 2, "points", USUAL),
    ("load.blue", 1, "points", USUAL),
    ("load.green", 1, "points", USUAL),
    ("load.none", 1, "points", f"{USUAL}：还没有预估颜色的个案"),
    ("load.crisis", 2, "points", f"{USUAL}：危机个案另加"),
    ("fit.skill", 15, "percent", f"{USUAL}：每合一项专长或语言，相当于负荷低这么多"),
    ("leave.soon", 14, "days", f"{USUAL}：这么多天以内要请假的算快要不在"),
    ("leave.costs", 20, "percent", f"{USUAL}：快要不在的，相当于负荷高这么多"),
    ("decider.costs", 100, "percent", f"{USUAL}：分配的人自己接，相当于负荷高这么多"),
    ("leave.long", 30, "days", f"{USUAL}：连着不在这么多天的算长期不在，个案要交接"),
    ("review.near", 30, "days", USUAL),
    ("review.far", 90, "days", USUAL),
    ("review.visits", 3, "count", f"{USUAL}：这么多次没有开案的要看一看（domain A14：隐性服务对象容易漏掉）"),
    ("review.sample", 5, "count", USUAL),
]
METHODS = "咨询,咨询服务,咨询接待,接待咨询"


def load(apps, schema_editor):
    setting = apps.get_model("intake", "Setting")
    setting.objects.bulk_create(
        setting(name=name, first_day=FROM_THE_START, value=value, unit=unit, source=source) for name, value, unit, source in FIGURES
    )
    setting.objects.create(
        name="consultation.methods", first_day=FROM_THE_START, words=METHODS, unit="words",
        source="合同里咨询这一项的常见写法，产品默认；合同没有这些项的不计工时",
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_second_layer")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
