"""The reach of the acting account in centres: what `Reach.covers_centre` says, said by the database itself."""
from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION app.centres(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT centre.code::text FROM public.places_centre centre WHERE EXISTS (
    SELECT FROM app.held(VARIADIC words) held WHERE held.reach = 'scope' AND CASE held.scope_kind
      WHEN 'centre' THEN held.scope_code = centre.code
      WHEN 'agency' THEN held.scope_code = centre.agency_id
      WHEN 'region' THEN starts_with(centre.region_id, held.scope_code)
      ELSE held.scope_kind = 'everywhere' END);
END $$;
CREATE FUNCTION app.own_centres(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT held.scope_code FROM app.held(VARIADIC words) held
  WHERE held.reach = 'own' AND held.scope_kind = 'centre';
END $$;
COMMENT ON FUNCTION app.centres(text[]) IS 'Centres in which the acting account may do one of these words today.';
COMMENT ON FUNCTION app.own_centres(text[]) IS 'Centres in which the acting account may do one of these words today to its own rows.';
"""
BACK = "DROP FUNCTION app.own_centres(text[]); DROP FUNCTION app.centres(text[]);"


class Migration(migrations.Migration):
    dependencies = [("places", "0002_guangdong_and_room_types"), ("access", "0002_second_layer")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
