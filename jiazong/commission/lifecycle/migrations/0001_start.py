import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('contracts', '0004_protected'),
    ]

    operations = [
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('is_passed', models.BooleanField(null=True)),
                ('remark', models.CharField(blank=True, max_length=400)),
                ('decided_on', models.DateField(null=True)),
                ('contract', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='acceptance', to='contracts.contract')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('is_passed__isnull', True), ('decided_on__isnull', False), _connector='XOR'), name='lifecycle_accepted_on')],
            },
        ),
        migrations.CreateModel(
            name='AcceptanceRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=80)),
                ('required', models.CharField(max_length=120)),
                ('found', models.CharField(blank=True, max_length=120)),
                ('verdict', models.CharField(blank=True, max_length=8)),
                ('remark', models.CharField(blank=True, max_length=200)),
                ('acceptance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='lifecycle.acceptance')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('acceptance', 'code'), name='lifecycle_standard_once'), models.CheckConstraint(condition=models.Q(('verdict__in', ('', 'met', 'partly', 'not_met'))), name='lifecycle_verdict')],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_fen', models.BigIntegerField()),
                ('agreed_on', models.DateField()),
                ('words', models.CharField(max_length=200)),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='contracts.contract')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['agreed_on', 'pk'],
                'indexes': [models.Index(fields=['contract', 'agreed_on'], name='lifecycle_amendments_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen', 0), _negated=True), name='lifecycle_amendment_amount')],
            },
        ),
        migrations.CreateModel(
            name='Bond',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('guarantee', 'guarantee'), ('transfer', 'transfer')], max_length=10)),
                ('amount_fen', models.PositiveBigIntegerField()),
                ('received_on', models.DateField()),
                ('returned_on', models.DateField(null=True)),
                ('contract', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bond', to='contracts.contract')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('returned_on__isnull', True), ('returned_on__gte', models.F('received_on')), _connector='OR'), name='lifecycle_bond_days')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(blank=True, max_length=12)),
                ('name', models.CharField(max_length=40)),
                ('first_day', models.DateField()),
                ('value', models.PositiveBigIntegerField()),
                ('unit', models.CharField(max_length=12)),
                ('confidence', models.CharField(max_length=1)),
                ('source', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['region', 'name', 'first_day'],
                'constraints': [models.UniqueConstraint(fields=('region', 'name', 'first_day'), name='lifecycle_figure_once')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('promised', models.PositiveIntegerField()),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='contracts.contract')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('contract', 'code'), name='lifecycle_promise_once')],
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('finance_veto', models.BooleanField()),
                ('red_flags', models.JSONField(default=list)),
                ('advice', models.CharField(max_length=8)),
                ('reasons', models.JSONField(default=list)),
                ('renews', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('decided_on', models.DateField()),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('contract', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='renewal', to='contracts.contract')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('renews', False), models.Q(('advice', 'cannot'), _negated=True), _connector='OR'), name='lifecycle_barred_is_barred'), models.CheckConstraint(condition=models.Q(('evaluation__isnull', True), models.Q(('evaluation__gte', 0), ('evaluation__lte', 100)), _connector='OR'), name='lifecycle_score')],
            },
        ),
        migrations.CreateModel(
            name='Termination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(max_length=10)),
                ('ended_on', models.DateField()),
                ('reason', models.CharField(max_length=400)),
                ('cancels_later', models.BooleanField()),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('contract', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='termination', to='contracts.contract')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ground__in', ('breach', 'major_harm', 'agreed'))), name='lifecycle_ground')],
            },
        ),
    ]
