"""Postings stand behind the second layer; sums by day go to whoever may see progress, without a line or a name in them."""
import django.db.models.deletion
from django.db import migrations, models

from jiazong.ground.access.protection import protect

DAY_SUM = """
CREATE VIEW hours_daysum WITH (security_barrier) AS
SELECT contract_id, day, method_id, sum(quantity) AS rows, sum(direct_minutes) AS direct_minutes,
  sum(indirect_minutes) AS indirect_minutes, sum(person_times) AS person_times,
  coalesce(sum(direct_minutes) FILTER (WHERE counts_hours), 0) AS counted_direct_minutes,
  coalesce(sum(indirect_minutes) FILTER (WHERE counts_hours), 0) AS counted_indirect_minutes
FROM hours_posting
WHERE contract_id IN (SELECT app.contracts('progress.read')) OR (current_user = 'jiazong_system' AND (SELECT app.system()))
GROUP BY contract_id, day, method_id;
"""
WIDE = "contract_id IN (SELECT app.contracts('postings.read', 'evidence.pack', 'months.close'))"
OWN = "worker_id IN (SELECT app.own_workers('postings.read', 'hours.mine', 'hours.log', 'hours.correct'))"
MAY_ADD = """contract_id IN (SELECT app.contracts('books.confirm'))
  OR worker_id IN (SELECT app.own_workers('hours.log', 'hours.correct'))
    AND contract_id IN (SELECT app.own_contracts('hours.log', 'hours.correct'))"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0002_only_add"), ("contracts", "0003_reach"), ("staff", "0003_reach")]
    operations = [
        protect("hours_posting", select=f"{WIDE} OR {OWN}", insert=MAY_ADD, seen_by_functions=True),
        migrations.RunSQL(DAY_SUM, "DROP VIEW hours_daysum"),
        migrations.CreateModel(
            name="DaySum",
            fields=[
                ("pk", models.CompositePrimaryKey("contract", "day", "method", blank=True, editable=False, primary_key=True, serialize=False)),
                ("contract", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="contracts.contract")),
                ("day", models.DateField()),
                ("method", models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="contracts.method")),
                ("rows", models.BigIntegerField()),
                ("direct_minutes", models.BigIntegerField()),
                ("indirect_minutes", models.BigIntegerField()),
                ("person_times", models.BigIntegerField()),
                ("counted_direct_minutes", models.BigIntegerField()),
                ("counted_indirect_minutes", models.BigIntegerField()),
            ],
            options={"managed": False},
        ),
    ]
