"""Templates are their agency's, prints are whoever printed's; a check code tells anybody who may check only form, day and centre."""
from django.db import migrations

from jiazong.ground.access.protection import protect, within

ME = "(SELECT app.account())"
FUNCTIONS = """
CREATE FUNCTION app.agencies(VARIADIC words text[]) RETURNS SETOF text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT centre.agency_id::text FROM public.places_centre centre
  WHERE centre.code IN (SELECT app.centres(VARIADIC words) UNION SELECT app.own_centres(VARIADIC words));
END $$;
COMMENT ON FUNCTION app.agencies(text[]) IS 'Agencies in one of whose centres the acting account may do one of these words today.';

CREATE FUNCTION app.printed(asked text)
RETURNS TABLE (form text, shape text, at timestamptz, papers smallint, sha256 text, centre text, centre_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT print.form::text, print.shape::text, print.at, print.papers, print.sha256::text, print.centre::text,
    coalesce(place.name, '')::text
  FROM public.papers_print print LEFT JOIN public.places_centre place ON place.code = print.centre
  WHERE print.code = asked AND (current_setting('role') = 'jiazong_system' OR EXISTS (SELECT FROM app.held('papers.check')));
END $$;
COMMENT ON FUNCTION app.printed(text) IS 'What a check code stands for: form, time, centre, bytes; nobody''s name, for whoever may check a paper.';
"""
BACK = "DROP FUNCTION app.printed(text); DROP FUNCTION app.agencies(text[]);"
STAY = """
CREATE TRIGGER papers_template_stays BEFORE UPDATE OR DELETE ON papers_owntemplate
  FOR EACH ROW EXECUTE FUNCTION access_only_these('withdrawn_at,withdrawn_by_id', 'withdrawn_at');
CREATE TRIGGER papers_print_stays BEFORE UPDATE OR DELETE ON papers_print
  FOR EACH ROW EXECUTE FUNCTION access_only_these('', 'at');
"""
GO = "DROP TRIGGER papers_print_stays ON papers_print; DROP TRIGGER papers_template_stays ON papers_owntemplate;"


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_start"), ("access", "0005_grants_protected"), ("places", "0003_reach")]
    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        migrations.RunSQL(STAY, GO),
        protect(
            "papers_owntemplate",
            select=within("agency", "agencies", "papers.check", "papers.templates"),
            insert=within("agency", "agencies", "papers.templates"),
            update=within("agency", "agencies", "papers.templates"),
        ),
        protect(
            "papers_print",
            select=f"by_id = {ME} OR {within('centre', 'centres', 'papers.prints')} OR app.granted(subject_type, subject_id, 2)",
            insert=f"by_id = {ME}",
            seen_by_functions=True,
        ),
    ]
