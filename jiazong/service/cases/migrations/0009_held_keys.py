"""The cases one holds, and their people, are gathered once a statement: a list of 500 among 200,000 asks no row for its grant.

A condition that is worked out for each row finds no index behind the policy of grants, and the names of a list would be sought
among the people of all cases. The functions read as the owner of the tables, for the acting account and nobody else.
"""
from django.db import migrations

from jiazong.ground.access.grants.sql import LIVE, granted
from jiazong.ground.access.protection import replace_policy, within

ME = "(SELECT app.account())"
HELD = f"""
CREATE FUNCTION app.held_cases(wanted integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT app.here() THEN RETURN '{{}}'; END IF;
  RETURN ARRAY(SELECT DISTINCT sight.subject_id::uuid FROM public.access_grant sight
    WHERE sight.account_id = app.account() AND sight.subject_type = 'case' AND sight.level >= wanted
      AND {LIVE.format(alias="sight")}
      AND sight.purpose IN (SELECT known.purpose FROM public.access_purpose known WHERE known.word = app.purpose()));
END $$;
COMMENT ON FUNCTION app.held_cases(integer) IS 'The cases the acting account, still here, holds a live grant of this level on, for the purpose at hand.';

CREATE FUNCTION app.people_of_cases() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  known uuid[] := app.held_cases(1);
  opened uuid[] := app.held_cases(2);
  restricted uuid[] := app.held_cases(4);
BEGIN
  IF known = '{{}}' THEN RETURN known; END IF;
  RETURN ARRAY(
    SELECT party.person_id FROM public.cases_party party WHERE party.case_id = ANY (known)
    UNION
    SELECT more.person_id FROM public.cases_involved more JOIN public.cases_case one ON one.id = more.case_id
      WHERE more.person_id IS NOT NULL
        AND (more.case_id = ANY (restricted) OR (more.case_id = ANY (opened) AND NOT one.is_restricted)));
END $$;
COMMENT ON FUNCTION app.people_of_cases() IS 'Whom the cases are about that the acting account holds, and whom else those touch that open to it.';

CREATE POLICY sight_of_people ON cases_involved FOR SELECT TO CURRENT_USER USING (true);
"""
NOT_HELD = """
DROP POLICY sight_of_people ON cases_involved;
DROP FUNCTION app.people_of_cases();
DROP FUNCTION app.held_cases(integer);
"""
REST = f"{within('centre_id', 'centres', 'cases.oversee', 'cases.assign')} OR (created_by_id = {ME} AND worker_id IS NULL AND stage = 'intake')"
BEFORE = f"{granted('case', 'cases_case.id', 1)} OR {REST}"
PARTIES_BEFORE = f"""(SELECT app.here()) AND case_id::text IN (SELECT sight.subject_id FROM access_grant sight
  WHERE sight.account_id = (SELECT app.account()) AND sight.subject_type = 'case' AND sight.level >= 1
    AND {LIVE.format(alias="sight")}
    AND sight.purpose IN (SELECT purpose FROM access_purpose WHERE word = app.purpose()))"""
PEOPLE_BEFORE = """EXISTS (SELECT FROM cases_party party WHERE party.person_id = residents_person.id)
  OR EXISTS (SELECT FROM cases_involved more WHERE more.person_id = residents_person.id)"""
CHANGE = """DROP POLICY of_her_cases ON residents_person;
CREATE POLICY of_her_cases ON residents_person FOR SELECT TO jiazong_app USING ({condition});"""


def among(column: str, keys: str) -> str:
    """Whether a column is one of the keys a function gathers, once for the statement."""
    return f"{column} = ANY ((SELECT app.{keys})::uuid[])"


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_parties_by_grant")]
    operations = [
        migrations.RunSQL(HELD, NOT_HELD),
        replace_policy("cases_case", "select", f"{among('id', 'held_cases(1)')} OR {REST}", before=BEFORE),
        replace_policy("cases_party", "select", among("case_id", "held_cases(1)"), before=PARTIES_BEFORE),
        migrations.RunSQL(CHANGE.format(condition=among("id", "people_of_cases()")), CHANGE.format(condition=PEOPLE_BEFORE)),
    ]
