"""Centres and what belongs to them stand behind the second layer; names of those who act there are seen by their colleagues."""
from django.db import migrations

from jiazong.ground.access.protection import also, protect, within

# Said by the row's own columns: a centre that was just written down must be seen by whoever wrote it.
COVERS = """EXISTS (SELECT FROM app.held({words}) held WHERE held.reach = 'scope' AND CASE held.scope_kind
  WHEN 'centre' THEN held.scope_code = code
  WHEN 'agency' THEN held.scope_code = agency_id
  WHEN 'region' THEN starts_with(region_id, held.scope_code)
  ELSE held.scope_kind = 'everywhere' END)"""
MAY_LOAD = "EXISTS (SELECT FROM app.held('contracts.write') held WHERE held.reach = 'scope')"
COLLEAGUES = """
CREATE FUNCTION app.colleagues(VARIADIC words text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 60 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY WITH reached AS (SELECT centre.code, centre.agency_id FROM public.places_centre centre
    WHERE centre.code IN (SELECT app.centres(VARIADIC words)))
  SELECT member.account_id FROM public.access_membership member
  WHERE member.scope_kind = 'centre' AND member.scope_code IN (SELECT code FROM reached)
    OR member.scope_kind = 'agency' AND member.scope_code IN (SELECT agency_id FROM reached);
END $$;
COMMENT ON FUNCTION app.colleagues(text[]) IS 'Accounts with a role, now or once, in centres of the reach or in their agencies.';
"""
TAKEN = """
CREATE FUNCTION app.is_centre(asked text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM public.places_centre centre WHERE centre.code = asked) $$;
COMMENT ON FUNCTION app.is_centre(text) IS 'Whether a code is taken by a centre, be it out of reach; a new one must have its own.';
"""


def covers(*words):
    return COVERS.format(words=", ".join(f"'{word}'" for word in words))


class Migration(migrations.Migration):
    dependencies = [("places", "0003_reach"), ("access", "0006_ground_protected")]
    operations = [
        migrations.RunSQL(COLLEAGUES, "DROP FUNCTION app.colleagues(text[])"),
        migrations.RunSQL(TAKEN, "DROP FUNCTION app.is_centre(text)"),
        also("accounts_account", "app_colleagues", "select", within("id", "colleagues", "staff.read", "postings.read", "books.read", "months.read")),
        also("chronicle_entry", "app_of_centre", "select", f"subject_type = 'places.centre' AND {within('subject_id', 'centres', 'staff.read')}"),
        protect(
            "places_centre", select=covers("centres.read", "contracts.write"), insert=covers("contracts.write"),
            update=covers("centres.write", "staff.write", "contracts.write"), check=covers("centres.write", "contracts.write"),
            seen_by_functions=True,
        ),
        protect(
            "places_room", select=within("centre_id", "centres", "centres.read"), insert=within("centre_id", "centres", "centres.write"),
            update=within("centre_id", "centres", "centres.write"), delete=within("centre_id", "centres", "centres.write"),
        ),
        protect(
            "places_openinghours", select=within("centre_id", "centres", "centres.read"),
            insert=within("centre_id", "centres", "centres.write"), update=within("centre_id", "centres", "centres.write"),
            delete=within("centre_id", "centres", "centres.write"),
        ),
        protect("places_body", select="true", insert=MAY_LOAD),
        protect("places_region", select="true", insert=f"is_local AND {MAY_LOAD}", update=MAY_LOAD, check="false"),
    ]
