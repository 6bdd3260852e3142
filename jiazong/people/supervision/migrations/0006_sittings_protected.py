"""Sittings behind the second layer: heads to the centre, texts to the supervisor and those who took part; and the agreed days."""
from datetime import date

from django.db import migrations

from jiazong.ground.access.protection import protect

ME = "(SELECT app.account())"
MYSELF = "(SELECT app.myself())"
ATTENDED = "(SELECT app.attended())"

FUNCTIONS = """
CREATE FUNCTION app.attended() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT there.sitting_id FROM public.supervision_attendee there
    JOIN public.staff_worker worker ON worker.id = there.worker_id WHERE worker.account_id = app.account();
END $$;
COMMENT ON FUNCTION app.attended() IS 'The sittings in which the acting account took part as a worker.';

CREATE FUNCTION app.supervised_with() RETURNS TABLE (supervisor uuid, supervisor_name text, centre text, centre_name text)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 6 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY WITH supervises AS (
    SELECT member.account_id, member.scope_code FROM public.access_membership member
    JOIN public.accounts_account account ON account.id = member.account_id AND account.is_active
    WHERE member.role = 'supervisor' AND member.scope_kind = 'centre' AND member.first_day <= app.today()
      AND (member.last_day IS NULL OR member.last_day >= app.today()))
  SELECT DISTINCT every.account_id, account.name::text, place.code::text, place.name::text FROM supervises every
  JOIN public.places_centre place ON place.code = every.scope_code
  JOIN public.accounts_account account ON account.id = every.account_id
  WHERE every.account_id = app.account() AND every.scope_code IN (SELECT app.own_centres('sessions.read'))
    OR every.account_id IN (SELECT one.account_id FROM supervises one WHERE one.scope_code IN (SELECT app.centres('sessions.read')));
END $$;
COMMENT ON FUNCTION app.supervised_with() IS
  'Supervisors and all centres of each: oneself as a supervisor, and those who guide a centre whose supervision one sees.';
"""
BACK = "DROP FUNCTION app.supervised_with(); DROP FUNCTION app.attended();"

STAYS = """
CREATE TRIGGER supervision_follow_up_stays BEFORE UPDATE OR DELETE ON supervision_followup
  FOR EACH ROW EXECUTE FUNCTION access_only_these('done_on,done_by_id,words', '');
"""


def at(column, word):
    return f"{column} IN (SELECT app.centres('{word}'))"


def mine_at(column, word):
    return f"supervisor_id = {ME} AND {column} IN (SELECT app.own_centres('{word}'))"


def of_sitting(condition):
    return f"EXISTS (SELECT FROM supervision_sitting one WHERE one.id = sitting_id AND ({condition}))"


# Where she is a supervisor by role, and where a director paired her with somebody.
SUPERVISES = f"""supervisor_id = {ME} AND (centre_id IN (SELECT app.own_centres('sessions.write')) OR centre_id IN (
  SELECT pair.centre_id FROM supervision_pair pair WHERE pair.supervisor_id = {ME} AND pair.last_day IS NULL))"""
READS_TEXT = of_sitting(f"one.supervisor_id = {ME} OR one.id IN {ATTENDED}")
WRITES_TEXT = of_sitting(f"one.supervisor_id = {ME}")
REPORTED = f"""{at('centre_id', 'sessions.read')} OR centre_id IN (SELECT app.own_centres('sessions.read'))
  OR centre_id IN (SELECT together.centre FROM app.supervised_with() together)"""


def load(apps, schema_editor):
    apps.get_model("supervision", "PlanSetting").objects.create(
        first_day=date(2000, 1, 1), halves=6, centres=6,
        source="domain A15：一位督导每月 3 天、带 6 个中心，六个中心一起汇报上月结果；一地的做法，可信度低，各地可改",
    )


class Migration(migrations.Migration):
    dependencies = [("supervision", "0005_sittings"), ("staff", "0006_protected"), ("access", "0005_grants_protected")]
    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        protect(
            "supervision_sitting",
            select=f"supervisor_id = {ME} OR {at('centre_id', 'sessions.read')} OR id IN {ATTENDED}",
            insert=SUPERVISES, update=SUPERVISES,
        ),
        protect("supervision_sittingtext", select=READS_TEXT, insert=WRITES_TEXT, update=WRITES_TEXT),
        protect(
            "supervision_attendee",
            select=f"worker_id IN {MYSELF} OR sitting_id IN (SELECT one.id FROM supervision_sitting one)",
            insert=WRITES_TEXT, seen_by_functions=True,
        ),
        protect(
            "supervision_followup",
            select=f"supervisor_id = {ME} OR owner_id IN {MYSELF} OR {at('centre_id', 'sessions.read')}",
            insert=f"{SUPERVISES} AND {of_sitting(f'one.supervisor_id = {ME}')}",
            update=f"""({mine_at('centre_id', 'follow_ups.write')}) OR {at('centre_id', 'follow_ups.write')}
              OR (owner_id IN {MYSELF} AND centre_id IN (SELECT app.own_centres('follow_ups.write')))""",
        ),
        protect(
            "supervision_report", select=REPORTED, insert=at("centre_id", "reports.write"), update=at("centre_id", "reports.write"),
        ),
        protect(
            "supervision_planned", select=f"supervisor_id = {ME} OR {at('centre_id', 'sessions.read')}", insert=SUPERVISES,
            update=SUPERVISES, delete=SUPERVISES,
        ),
        migrations.RunSQL(STAYS, "DROP TRIGGER supervision_follow_up_stays ON supervision_followup;"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
