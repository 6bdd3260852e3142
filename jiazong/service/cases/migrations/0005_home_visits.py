"""What was seen on a visit, behind the grant of its case; which items of safety are asked is dated data."""
import django.db.models.deletion
import django.db.models.functions.datetime
import jiazong.ground.privacy.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from datetime import date

from jiazong.ground.access.grants.sql import granted
from jiazong.ground.access.protection import protect

ITEMS = [
    {"code": "passage", "words": "通道畅通"}, {"code": "handrail", "words": "卫生间扶手"}, {"code": "mat", "words": "防滑垫"},
    {"code": "gas", "words": "燃气安全"}, {"code": "wiring", "words": "电线插座安全"}, {"code": "light", "words": "照明足够"},
    {"code": "phone", "words": "应急电话已贴"},
]
SOURCE = "产品默认：入户探访记录表常见的居家安全项目；各地可改，可信度低"


def of_case(level):
    return f"EXISTS (SELECT FROM cases_case one WHERE one.id = case_id AND ({granted('case', 'one.id', level)}))"


READS = of_case("CASE WHEN one.is_restricted THEN 4 ELSE 2 END")
WRITES = of_case("CASE WHEN one.is_restricted THEN 5 ELSE 3 END")


def load(apps, schema_editor):
    apps.get_model("cases", "Setting").objects.create(name="visit.safety", first_day=date(2000, 1, 1), value=ITEMS, source=SOURCE)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_scales_and_goals'),
        ('staff', '0009_qualifications_protected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HomeVisit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('written_at', models.DateTimeField(default=django.db.models.functions.datetime.Now, editable=False)),
                ('safety', jiazong.ground.privacy.fields.SealedJSONField(agency='case.sealed_for', null=True)),
                ('health', jiazong.ground.privacy.fields.SealedTextField(agency='case.sealed_for', blank=True)),
                ('mood', jiazong.ground.privacy.fields.SealedTextField(agency='case.sealed_for', blank=True)),
                ('needs', jiazong.ground.privacy.fields.SealedTextField(agency='case.sealed_for', blank=True)),
                ('help', jiazong.ground.privacy.fields.SealedTextField(agency='case.sealed_for', blank=True)),
                ('next_visit_on', models.DateField(blank=True, null=True)),
                ('may_photograph', models.BooleanField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cases.case')),
                ('note', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='visit', to='cases.note')),
                ('second_worker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.worker')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-written_at', '-id'],
            },
        ),
        protect("cases_homevisit", select=READS, insert=WRITES, update=WRITES),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
