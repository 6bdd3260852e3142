"""Books of people handed in on the page of importing, behind the second layer: to those who may import at the centre."""
import django.db.models.deletion
import django.db.models.functions.datetime
import jiazong.ground.privacy.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from jiazong.ground.access.protection import protect, within

IMPORTS = within("centre_id", "centres", "residents.import")


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0005_names'),
        ('residents', '0005_record_of_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PeopleBook',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('content', jiazong.ground.privacy.fields.SealedBytesField(agency='centre.agency_id', blank=True)),
                ('state', models.CharField(default='uploaded', max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('cancel_asked', models.BooleanField(default=False)),
                ('problem', models.JSONField(null=True)),
                ('told', models.JSONField(default=dict)),
                ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('written_at', models.DateTimeField(null=True)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.centre')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at', '-id'],
                'indexes': [models.Index(fields=['centre', '-uploaded_at', '-id'], name='residents_book_by_centre')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'reading', 'read', 'writing', 'written', 'cancelled', 'refused'])), name='residents_book_state')],
            },
        ),
        protect("residents_peoplebook", select=IMPORTS, insert=f"uploaded_by_id = (SELECT app.account()) AND {IMPORTS}", update=IMPORTS),
    ]
