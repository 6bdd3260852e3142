"""An administrator gives roles in centres of which she sees nothing but code and name."""
from django.db import migrations

FUNCTION = """
CREATE FUNCTION app.centre_names(asked text[]) RETURNS TABLE (code text, name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 5 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT centre.code::text, centre.name::text FROM public.places_centre centre
  WHERE (centre.code = ANY(asked) OR centre.name = ANY(asked))
    AND (current_setting('role') = 'jiazong_system' OR EXISTS (SELECT FROM app.held('accounts.manage'))
      OR EXISTS (SELECT FROM public.access_membership mine WHERE mine.account_id = app.account() AND mine.scope_code = centre.code))
  ORDER BY centre.code;
END $$;
COMMENT ON FUNCTION app.centre_names(text[]) IS 'Code and name of centres with one of these codes or names, for whoever manages accounts, and one''s own.';
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0004_protected")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION app.centre_names(text[])")]
