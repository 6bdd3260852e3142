"""The reach in contracts from what is held, without a list of centres between: half the time for each table that asks.

A page about one contract names it (app.contract): the reach is then that contract, if it lies within, instead of a city's.
"""
from importlib import import_module

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION app.named_contract() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.contract', true), '');
COMMENT ON FUNCTION app.named_contract() IS 'The one contract this transaction is about; nothing where it is about all.';
CREATE OR REPLACE FUNCTION app.contracts(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 60 SET search_path = pg_catalog, pg_temp AS $$
DECLARE held record; named text := app.named_contract();
BEGIN
  IF named IS NOT NULL THEN
    RETURN QUERY SELECT contract.code::text FROM public.contracts_contract contract
      JOIN public.places_centre centre ON centre.code = contract.centre_id
      WHERE contract.code = named AND EXISTS (SELECT FROM app.held(VARIADIC words) one WHERE one.reach = 'scope' AND CASE one.scope_kind
        WHEN 'centre' THEN one.scope_code = centre.code
        WHEN 'agency' THEN one.scope_code = centre.agency_id
        WHEN 'region' THEN starts_with(centre.region_id, one.scope_code)
        ELSE one.scope_kind = 'everywhere' END);
    RETURN;
  END IF;
  FOR held IN SELECT one.scope_kind, one.scope_code FROM app.held(VARIADIC words) one WHERE one.reach = 'scope' LOOP
    IF held.scope_kind = 'centre' THEN
      RETURN QUERY SELECT contract.code::text FROM public.contracts_contract contract WHERE contract.centre_id = held.scope_code;
    ELSIF held.scope_kind = 'agency' THEN
      RETURN QUERY SELECT contract.code::text FROM public.contracts_contract contract
        JOIN public.places_centre centre ON centre.code = contract.centre_id WHERE centre.agency_id = held.scope_code;
    ELSIF held.scope_kind = 'region' THEN
      RETURN QUERY SELECT contract.code::text FROM public.contracts_contract contract
        JOIN public.places_centre centre ON centre.code = contract.centre_id WHERE starts_with(centre.region_id, held.scope_code);
    ELSIF held.scope_kind = 'everywhere' THEN
      RETURN QUERY SELECT contract.code::text FROM public.contracts_contract contract;
    END IF;
  END LOOP;
END $$;
CREATE OR REPLACE FUNCTION app.own_contracts(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 6 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT contract.code::text FROM public.contracts_contract contract JOIN app.held(VARIADIC words) held
    ON held.reach = 'own' AND held.scope_kind = 'centre' AND held.scope_code = contract.centre_id;
END $$;
"""
BEFORE = import_module("jiazong.commission.contracts.migrations.0003_reach").FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("contracts", "0004_protected"), ("staff", "0011_quick_reach")]
    operations = [migrations.RunSQL(FUNCTIONS, BEFORE + "DROP FUNCTION app.named_contract();")]
