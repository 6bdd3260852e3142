"""Contracts and what belongs to them stand behind the second layer."""
from django.db import migrations

from jiazong.ground.access.protection import also, protect, within

READS = within("contract_id", "contracts", "contracts.read", "progress.read", "contracts.write")
WRITES = within("contract_id", "contracts", "contracts.write")
PARTS = ("contracts_hoursrule", "contracts_method", "contracts_indicator", "contracts_assignment")
TAKEN = """
CREATE FUNCTION app.is_contract(asked text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM public.contracts_contract contract WHERE contract.code = asked) $$;
COMMENT ON FUNCTION app.is_contract(text) IS 'Whether a code is taken by a contract, be it out of reach; a new one must have its own.';
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0003_reach"), ("staff", "0006_protected")]
    operations = [
        protect(
            "contracts_contract", select=within("centre_id", "centres", "contracts.read", "progress.read", "contracts.write"),
            insert=within("centre_id", "centres", "contracts.write"),
            # Confirming a ledger holds the contract's row until it is posted; only who writes contracts changes one.
            update=within("centre_id", "centres", "contracts.write", "books.confirm"),
            check=within("centre_id", "centres", "contracts.write"), seen_by_functions=True,
        ),
        migrations.RunSQL(TAKEN, "DROP FUNCTION app.is_contract(text)"),
        *(protect(part, select=READS, insert=WRITES, update=WRITES, delete=WRITES) for part in PARTS),
        also("chronicle_entry", "app_of_contract", "select", f"subject_type = 'contracts.contract' AND {within('subject_id', 'contracts', 'staff.read')}"),
    ]
