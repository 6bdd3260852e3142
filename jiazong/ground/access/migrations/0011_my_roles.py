"""What the acting account holds on a day, told in the very question that says who acts."""
from django.db import migrations

FUNCTION = """
CREATE FUNCTION app.my_roles(on_day date) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := app.account();
BEGIN
  RETURN ARRAY(SELECT ARRAY[member.role, member.scope_kind, member.scope_code]::text[] FROM public.access_membership member
    WHERE member.account_id = me AND member.first_day <= on_day AND (member.last_day IS NULL OR member.last_day >= on_day)
    ORDER BY member.id);
END $$;
COMMENT ON FUNCTION app.my_roles(date) IS 'Roles the acting account holds on a day, each with the kind of its place and the code.';
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0010_quick_reach")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION app.my_roles(date);")]
