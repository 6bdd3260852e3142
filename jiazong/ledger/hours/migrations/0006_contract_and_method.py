"""A method belongs to one contract: the planner is told, or it takes a contract's thousands of lines for a handful."""
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("hours", "0005_lighter_keys")]
    operations = [
        migrations.RunSQL(
            "CREATE STATISTICS hours_contract_and_method (dependencies, ndistinct) ON contract_id, method_id FROM hours_posting",
            "DROP STATISTICS hours_contract_and_method",
        )
    ]
