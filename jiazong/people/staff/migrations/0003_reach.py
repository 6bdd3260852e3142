"""Which names on the staff lists are the acting account itself."""
from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION app.own_workers(VARIADIC words text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT worker.id FROM public.staff_worker worker
  WHERE worker.account_id = app.account() AND worker.centre_id IN (SELECT app.own_centres(VARIADIC words));
END $$;
COMMENT ON FUNCTION app.own_workers(text[]) IS 'The acting account as a worker, where it may do one of these words to its own rows.';
"""
BACK = "DROP FUNCTION app.own_workers(text[]);"


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_post_kinds"), ("places", "0003_reach")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
