"""Whether a phone or an ID number is on another staff list of the agency, also where the acting account sees nobody."""
from django.db import migrations

# Tells the first character of a name and the centre, and only to who may write staff lists of that agency.
FUNCTION = """
CREATE FUNCTION app.same_person(of_agency text, which text, indexes bytea[]) RETURNS TABLE (id bigint, initial text, centre text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 3 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('role') <> 'jiazong_system' AND NOT EXISTS (SELECT FROM public.places_centre ours
      WHERE ours.agency_id = of_agency AND ours.code IN (SELECT app.centres('staff.write'))) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT worker.id, left(worker.name, 1), place.name::text
  FROM public.staff_worker worker JOIN public.places_centre place ON place.code = worker.centre_id
  WHERE place.agency_id = of_agency
    AND CASE which WHEN 'phone' THEN worker.phone_index WHEN 'id_number' THEN worker.id_number_index END = ANY(indexes)
  ORDER BY worker.id;
END $$;
COMMENT ON FUNCTION app.same_person(text, text, bytea[]) IS
  'Who else on the staff lists of an agency has this phone or ID number: first character of the name, and the centre.';
"""
BACK = "DROP FUNCTION app.same_person(text, text, bytea[]);"


class Migration(migrations.Migration):
    dependencies = [("staff", "0004_sealed_phone_and_id_number")]
    operations = [migrations.RunSQL(FUNCTION, BACK)]
