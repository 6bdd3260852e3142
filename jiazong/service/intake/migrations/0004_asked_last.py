"""The desk's way to rows of other rooms is asked last, and to the sums of a month no longer: the database adds to them itself.

Of several policies the database tries the last name first. Nearly everybody comes to these rows by their own room's policy;
tried after it, the desk's costs nobody else the working out of a reach.
"""
from django.db import migrations

from jiazong.ground.access.protection import policy, within

IN_CONTRACT = within("contract_id", "contracts", "intake.triage")
RENAMED = {
    "staff_worker": ["at_the_desk"], "contracts_contract": ["at_the_desk"], "contracts_assignment": ["at_the_desk"],
    "contracts_hoursrule": ["at_the_desk"], "contracts_method": ["at_the_desk"], "hours_monthclosing": ["at_the_desk"],
    "hours_monthtotal": ["at_the_desk"], "hours_source": ["at_the_desk", "at_the_desk_new"],
    "hours_posting": ["at_the_desk", "at_the_desk_new"],
}  # fmt: skip


def renaming(table: str, name: str) -> migrations.RunSQL:
    there, back = f"ALTER POLICY {name} ON {table} RENAME TO also_{name}", f"ALTER POLICY also_{name} ON {table} RENAME TO {name}"
    return migrations.RunSQL(there, back)


def way_back(name: str, verb: str) -> str:
    return policy("hours_monthtotal", verb, IN_CONTRACT).replace(f"POLICY app_{verb} ", f"POLICY {name} ", 1)


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_settings"), ("hours", "0008_rolled_up_by_itself")]
    operations = [
        *(renaming(table, name) for table, names in RENAMED.items() for name in names),
        migrations.RunSQL("DROP POLICY at_the_desk_new ON hours_monthtotal", way_back("at_the_desk_new", "insert")),
        migrations.RunSQL("DROP POLICY at_the_desk_more ON hours_monthtotal", way_back("at_the_desk_more", "update")),
    ]
