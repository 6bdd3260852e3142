"""The reach in centres without looking at every centre: by what each role is held in."""
from importlib import import_module

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION app.centres(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
DECLARE held record;
BEGIN
  FOR held IN SELECT one.scope_kind, one.scope_code FROM app.held(VARIADIC words) one WHERE one.reach = 'scope' LOOP
    IF held.scope_kind = 'centre' THEN
      RETURN QUERY SELECT centre.code::text FROM public.places_centre centre WHERE centre.code = held.scope_code;
    ELSIF held.scope_kind = 'agency' THEN
      RETURN QUERY SELECT centre.code::text FROM public.places_centre centre WHERE centre.agency_id = held.scope_code;
    ELSIF held.scope_kind = 'region' THEN
      RETURN QUERY SELECT centre.code::text FROM public.places_centre centre WHERE starts_with(centre.region_id, held.scope_code);
    ELSIF held.scope_kind = 'everywhere' THEN
      RETURN QUERY SELECT centre.code::text FROM public.places_centre centre;
    END IF;
  END LOOP;
END $$;
"""
BEFORE = import_module("jiazong.people.places.migrations.0003_reach").FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("places", "0005_names"), ("access", "0010_quick_reach")]
    operations = [migrations.RunSQL(FUNCTIONS, BEFORE)]
