import django.db.models.deletion
import django.db.models.functions.datetime
import jiazong.ground.privacy.fields
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
            name='Heading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=12)),
                ('fund', models.CharField(max_length=8)),
                ('is_staff_cost', models.BooleanField(default=False)),
                ('budget_fen', models.BigIntegerField(default=0)),
                ('order', models.PositiveSmallIntegerField()),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='headings', to='contracts.contract')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('contract', 'code'), name='money_heading_code'), models.CheckConstraint(condition=models.Q(('kind__in', {'bank': 'project', 'carried': 'project', 'expense': 'project', 'grant': 'project', 'other_income': 'project', 'street_bank': 'street', 'street_cost': 'street', 'street_paid': 'street'})), name='money_heading_kind'), models.CheckConstraint(condition=models.Q(models.Q(('fund', 'street'), ('kind__startswith', 'street')), models.Q(('fund', 'project'), models.Q(('kind__startswith', 'street'), _negated=True)), _connector='OR'), name='money_heading_fund'), models.CheckConstraint(condition=models.Q(('kind', 'expense'), models.Q(('budget_fen', 0), ('is_staff_cost', False)), _connector='OR'), name='money_budget_of_lines'), models.CheckConstraint(condition=models.Q(('budget_fen__gte', 0)), name='money_budget_not_below')],
            },
        ),
        migrations.CreateModel(
            name='MonthSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('entries', models.BigIntegerField()),
                ('amount_fen', models.BigIntegerField()),
                ('contract', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract')),
                ('heading', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='month_sums', to='money.heading')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('contract', 'heading', 'month'), name='money_month_sum_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='money_month_is_its_first_day')],
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('day', models.DateField()),
                ('kind', models.CharField(max_length=12)),
                ('fund', models.CharField(max_length=8)),
                ('amount_fen', models.BigIntegerField()),
                ('words', models.CharField(max_length=120)),
                ('evidence', models.CharField(blank=True, max_length=120)),
                ('evidence_sha256', models.CharField(blank=True, max_length=64)),
                ('is_late', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('request_key', models.UUIDField(null=True, unique=True)),
                ('posted_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('contract', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='contracts.contract')),
                ('posted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='money.voucher')),
            ],
            options={
                'indexes': [models.Index(fields=['contract', '-day', '-id'], name='money_vouchers_of'), models.Index(fields=['contract', 'amount_fen'], name='money_vouchers_by_amount')],
                'constraints': [models.UniqueConstraint(fields=('contract', 'number'), name='money_voucher_number'), models.CheckConstraint(condition=models.Q(('kind__in', ('spent', 'granted', 'other', 'carried', 'street_task', 'street_money', 'reversal'))), name='money_voucher_kind'), models.CheckConstraint(condition=models.Q(('fund__in', ('project', 'street'))), name='money_voucher_fund'), models.CheckConstraint(condition=models.Q(('kind', 'reversal'), models.Q(('fund', 'street'), ('kind__in', ('street_task', 'street_money'))), models.Q(('fund', 'project'), ('kind__in', ('spent', 'granted', 'other', 'carried'))), _connector='OR'), name='money_earmark'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversal'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversal'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='money_reversal_names_its_voucher')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=20)),
                ('amount_fen', models.BigIntegerField()),
                ('due_on', models.DateField()),
                ('condition', models.CharField(max_length=12)),
                ('is_default', models.BooleanField(default=False)),
                ('met_on', models.DateField(null=True)),
                ('evaluation', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('paid_on', models.DateField(null=True)),
                ('arrived_on', models.DateField(null=True)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='contracts.contract')),
                ('paid_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voucher', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instalment', to='money.voucher')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('contract', 'order'), name='money_instalment_order'), models.CheckConstraint(condition=models.Q(('amount_fen__gte', 0)), name='money_instalment_amount'), models.CheckConstraint(condition=models.Q(('condition__in', ('signing', 'acceptance', 'evaluation'))), name='money_instalment_condition'), models.CheckConstraint(condition=models.Q(('arrived_on__isnull', True), ('voucher__isnull', False), _connector='XOR'), name='money_arrived_has_its_voucher'), models.CheckConstraint(condition=models.Q(('met_on__isnull', True), models.Q(('condition', 'evaluation'), _negated=True), ('evaluation__isnull', False), _connector='OR'), name='money_met_by_a_result')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.CharField(max_length=8)),
                ('amount_fen', models.BigIntegerField()),
                ('contract', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract')),
                ('heading', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='money.heading')),
                ('voucher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='money.voucher')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['heading', '-voucher'], name='money_entries_of_heading')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen', 0), _negated=True), name='money_entry_amount')],
            },
        ),
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('amount_fen', models.BigIntegerField()),
                ('balance_fen', models.BigIntegerField(null=True)),
                ('party', jiazong.ground.privacy.fields.SealedTextField(agency='contract.agency_id', blank=True)),
                ('words', jiazong.ground.privacy.fields.SealedTextField(agency='contract.agency_id', blank=True)),
                ('key', models.CharField(max_length=64)),
                ('set_aside', models.CharField(blank=True, max_length=120)),
                ('read_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_lines', to='contracts.contract')),
                ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voucher', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_lines', to='money.voucher')),
            ],
            options={
                'indexes': [models.Index(fields=['contract', '-day', '-id'], name='money_bank_lines_of')],
                'constraints': [models.UniqueConstraint(fields=('contract', 'key'), name='money_bank_line_once'), models.CheckConstraint(condition=models.Q(('amount_fen', 0), _negated=True), name='money_bank_amount')],
            },
        ),
    ]
