"""The reach in centres without looking at every centre: by what each role is held in."""
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
BEFORE = """
CREATE OR REPLACE FUNCTION app.centres(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT centre.code::text FROM public.places_centre centre WHERE EXISTS (
    SELECT FROM app.held(VARIADIC words) held WHERE held.reach = 'scope' AND CASE held.scope_kind
      WHEN 'centre' THEN held.scope_code = centre.code
      WHEN 'agency' THEN held.scope_code = centre.agency_id
      WHEN 'region' THEN starts_with(centre.region_id, held.scope_code)
      ELSE held.scope_kind = 'everywhere' END);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0005_names"), ("access", "0010_quick_reach")]
    operations = [migrations.RunSQL(FUNCTIONS, BEFORE)]
