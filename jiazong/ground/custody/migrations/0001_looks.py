
import django.db.models.deletion
import django.db.models.functions.datetime
import jiazong.ground.privacy.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('kind', models.CharField(choices=[('uncovered', 'uncovered'), ('looked_up', 'looked_up')], max_length=10)),
                ('agency', models.CharField(blank=True, max_length=64)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(blank=True, max_length=64)),
                ('column', models.CharField(max_length=60)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('words', jiazong.ground.privacy.fields.SealedTextField(agency='agency')),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'kind', '-at'], name='custody_by_account'), models.Index(fields=['subject_type', 'subject_id', '-at'], name='custody_by_subject')],
            },
        ),
    ]
