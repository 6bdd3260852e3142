"""Whom the acting account is on the staff lists, asked of what it holds without a function between."""
from importlib import import_module

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION app.own_workers(VARIADIC words text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := app.account();
BEGIN
  -- Most who read are nobody on a staff list: what they hold need not be asked then.
  IF NOT EXISTS (SELECT FROM public.staff_worker worker WHERE worker.account_id = me) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT worker.id FROM public.staff_worker worker JOIN app.held(VARIADIC words) held
    ON held.reach = 'own' AND held.scope_kind = 'centre' AND held.scope_code = worker.centre_id
  WHERE worker.account_id = me;
END $$;
"""
BEFORE = import_module("jiazong.people.staff.migrations.0003_reach").FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("staff", "0010_limits_in_order"), ("places", "0006_quick_reach")]
    operations = [migrations.RunSQL(FUNCTIONS, BEFORE)]
