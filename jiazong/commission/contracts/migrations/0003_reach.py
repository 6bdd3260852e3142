"""The reach of the acting account in contracts: those of the centres within reach."""
from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION app.contracts(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 60 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT contract.code::text FROM public.contracts_contract contract
  WHERE contract.centre_id IN (SELECT app.centres(VARIADIC words));
END $$;
CREATE FUNCTION app.own_contracts(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 6 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT contract.code::text FROM public.contracts_contract contract
  WHERE contract.centre_id IN (SELECT app.own_centres(VARIADIC words));
END $$;
COMMENT ON FUNCTION app.contracts(text[]) IS 'Contracts in which the acting account may do one of these words today.';
COMMENT ON FUNCTION app.own_contracts(text[]) IS 'Contracts in which the acting account may do one of these words today to its own rows.';
"""
BACK = "DROP FUNCTION app.own_contracts(text[]); DROP FUNCTION app.contracts(text[]);"


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_judging_rule"), ("staff", "0003_reach")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
