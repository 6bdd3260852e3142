"""Added tasks stand behind the second layer: whole for both sides of the contract, as sums and once referred for the bureaus."""
from django.db import migrations

from jiazong.ground.access.protection import protect, within

READS = within("contract_id", "contracts", "tasks.read", "tasks.write", "tasks.answer")
REFERRED = f"referred_on IS NOT NULL AND {within('contract_id', 'contracts', 'tasks.referred')}"
WRITES = within("contract_id", "contracts", "tasks.write")
SUM = """
CREATE VIEW grievances_tasksum WITH (security_barrier) AS
SELECT contract_id, date_trunc('month', first_day)::date AS month, count(*) AS tasks, sum(minutes) AS minutes,
  sum(cost_fen)::bigint AS cost_fen, count(*) FILTER (WHERE NOT was_consulted) AS not_consulted,
  count(*) FILTER (WHERE is_agreed IS FALSE) AS not_agreed, count(*) FILTER (WHERE referred_on IS NOT NULL) AS referred,
  count(*) FILTER (WHERE payer = 'project') AS project_money
FROM grievances_streettask
WHERE contract_id IN (SELECT app.contracts('tasks.referred', 'tasks.read')) OR (current_user = 'jiazong_system' AND (SELECT app.system()))
GROUP BY 1, 2;
"""


class Migration(migrations.Migration):
    dependencies = [("grievances", "0001_start"), ("contracts", "0003_reach")]
    operations = [
        protect(
            "grievances_streettask", select=f"{READS} OR {REFERRED}", insert=WRITES,
            update=within("contract_id", "contracts", "tasks.write", "tasks.answer"), seen_by_functions=True,
        ),
        migrations.RunSQL(SUM, "DROP VIEW grievances_tasksum"),
    ]
