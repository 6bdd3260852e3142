import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('catalogue', '0001_start'), ('places', '0005_names')]

    operations = [
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('year', models.PositiveSmallIntegerField()),
                ('planned_on', models.DateField()),
                ('tendered_on', models.DateField(null=True)),
                ('fitted_on', models.DateField(null=True)),
                ('opened_on', models.DateField(null=True)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('centre', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.centre')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.region')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['region', 'id'], name='catalogue_site_page'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('region', 'name'), name='catalogue_site_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Served',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.region')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='served', to='catalogue.site')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('site', 'region'), name='catalogue_served_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Ceremony',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('starts', models.TimeField()),
                ('place', models.CharField(max_length=120)),
                ('organiser', models.CharField(max_length=120)),
                ('size', models.PositiveIntegerField()),
                ('invited', models.PositiveIntegerField(default=0)),
                ('confirmed', models.PositiveIntegerField(default=0)),
                ('duties_done', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ceremony', to='catalogue.site')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('confirmed__lte', models.F('invited'))), name='catalogue_ceremony_guests'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('first_year', models.PositiveSmallIntegerField()),
                ('last_year', models.PositiveSmallIntegerField()),
                ('centres', models.PositiveIntegerField()),
                ('source', models.CharField(max_length=200)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.region')),
            ],
            options={
                'ordering': ['first_year', 'last_year'],
                'constraints': [
                    models.UniqueConstraint(fields=('region', 'first_year', 'last_year'), name='catalogue_target_once'),
                    models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='catalogue_target_term'),
                ],
            },
        ),
    ]
