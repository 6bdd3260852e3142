"""How long a record check holds, when to warn, and whose post works with minors: settings with their source."""
from datetime import date

from django.db import migrations

FROM_THE_START = date(2000, 1, 1)
LAW = "未成年人保护法第六十二条：密切接触未成年人的单位招聘时应当查询，并每年定期查询"
POSTS = (
    "centre_director", "deputy_director", "senior_social_worker", "social_worker", "assistant_social_worker",
    "allied_professional", "social_work_aide", "support_staff",
)  # fmt: skip


def load(apps, schema_editor):
    apps.get_model("supervision", "Setting").objects.create(
        first_day=FROM_THE_START, months=12, warn_days=30, source=f"{LAW}；提前 30 天提醒是产品默认设置"
    )
    duty = apps.get_model("supervision", "Duty")
    duty.objects.bulk_create(
        duty(kind_id=kind, first_day=FROM_THE_START, source=f"{LAW}；哪些岗位算，产品默认全部，各地可改") for kind in POSTS
    )


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_second_layer"), ("staff", "0002_post_kinds")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
