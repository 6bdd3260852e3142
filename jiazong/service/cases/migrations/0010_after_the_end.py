"""After a case has ended its worker's sight ends soon, by rule; and no grant forgets that a case is a minor's.

The rule stands in triggers: whoever ends a case need not see the grants of it, and no other way of ending it is overlooked.
A follow-up that was planned keeps the worker until its day, for at most the days of a dated setting.
"""
from datetime import date

from django.db import migrations, models
from django.db.models import F, Q

LIMITS = [
    ("case.closed", 336, "hours", "产品默认设置：个案结束后负责的社工再看 14 天，够写完与归档；资料没有写"),
    ("case.follow_up", 180, "days", "产品默认设置：结案后的跟进至多计划 180 天；资料只写有跟进，没有写多久"),
]
RULES = """
CREATE FUNCTION app.case_limit(wanted text) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT held.value FROM public.access_limit held WHERE held.name = wanted AND held.first_day <= app.today()
    ORDER BY held.first_day DESC LIMIT 1);
END $$;
COMMENT ON FUNCTION app.case_limit(text) IS 'The value of a dated limit today.';

CREATE FUNCTION app.case_sight_ends(follow_up_until date) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN greatest(statement_timestamp(), (follow_up_until + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
    + make_interval(hours => app.case_limit('case.closed'));
END $$;
COMMENT ON FUNCTION app.case_sight_ends(date) IS 'When the sight of whoever worked on a case ends that has ended now, with a follow-up until a day.';

CREATE FUNCTION cases_case_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.follow_up_until > NEW.ended_on + app.case_limit('case.follow_up') THEN
    RAISE EXCEPTION 'A follow-up is not planned that far' USING ERRCODE = 'check_violation', CONSTRAINT = 'cases_case_follow_up_limit';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_case_follows BEFORE INSERT OR UPDATE ON cases_case
  FOR EACH ROW WHEN (NEW.follow_up_until IS NOT NULL) EXECUTE FUNCTION cases_case_follows();

CREATE FUNCTION cases_case_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE until timestamptz := app.case_sight_ends(NEW.follow_up_until);
BEGIN
  UPDATE access_grant SET valid_to = until WHERE subject_type = 'case' AND subject_id = NEW.id::text
    AND source IN ('assignment', 'handover') AND revoked_at IS NULL AND valid_to > until;
  RETURN NULL;
END $$;
CREATE TRIGGER cases_case_ends AFTER UPDATE ON cases_case FOR EACH ROW
  WHEN (NEW.ended_on IS NOT NULL AND (OLD.ended_on, OLD.follow_up_until) IS DISTINCT FROM (NEW.ended_on, NEW.follow_up_until))
  EXECUTE FUNCTION cases_case_ends();
-- The owner's functions alone; everybody else stays under the policies of the table.
CREATE POLICY case_ends ON access_grant FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION access_grant_about_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE about public.cases_case;
BEGIN
  IF NEW.subject_id !~ '^[0-9a-f-]{36}$' THEN RETURN NEW; END IF;
  SELECT * INTO about FROM public.cases_case one WHERE one.id = NEW.subject_id::uuid;
  IF NOT FOUND THEN RETURN NEW; END IF;
  NEW.is_minor := about.is_minor;
  IF about.ended_on IS NOT NULL AND NEW.source IN ('assignment', 'handover') THEN
    NEW.valid_to := least(NEW.valid_to, app.case_sight_ends(about.follow_up_until));
  END IF;
  RETURN NEW;
END $$;
-- Named so that it comes before what looks at the minor.
CREATE TRIGGER access_grant_about_case BEFORE INSERT ON access_grant
  FOR EACH ROW WHEN (NEW.subject_type = 'case') EXECUTE FUNCTION access_grant_about_case();

CREATE OR REPLACE FUNCTION app.is_case_of(case_id text, centre_code text, holder uuid, minor boolean) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.cases_case one JOIN public.staff_worker worker ON worker.id = one.worker_id
    WHERE one.id = case_id::uuid AND one.centre_id = centre_code AND one.is_minor = minor
      AND (one.ended_on IS NULL OR one.follow_up_until >= app.today()) AND worker.account_id = holder);
END $$;
COMMENT ON FUNCTION app.is_case_of(text, text, uuid, boolean) IS
  'Whether a case that goes on, or is followed up, was given to this account; for the policy of its grant.';

CREATE FUNCTION app.works_on_case(case_id text, holder uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF case_id !~ '^[0-9a-f-]{36}$' THEN RETURN false; END IF;
  RETURN EXISTS (SELECT FROM public.cases_case one JOIN public.staff_worker worker ON worker.id = one.worker_id
    WHERE one.id = case_id::uuid AND worker.account_id = holder);
END $$;
COMMENT ON FUNCTION app.works_on_case(text, uuid) IS 'Whether a case is this account''s own, so that somebody else decides who reads it.';

CREATE POLICY never_my_own_case ON access_ask AS RESTRICTIVE FOR UPDATE TO jiazong_app
  USING (subject_type <> 'case' OR NOT app.works_on_case(subject_id, (SELECT app.account())));
"""
BACK = """
DROP POLICY never_my_own_case ON access_ask;
DROP FUNCTION app.works_on_case(text, uuid);
CREATE OR REPLACE FUNCTION app.is_case_of(case_id text, centre_code text, holder uuid, minor boolean) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.cases_case one JOIN public.staff_worker worker ON worker.id = one.worker_id
    WHERE one.id = case_id::uuid AND one.centre_id = centre_code AND one.is_minor = minor AND one.ended_on IS NULL
      AND worker.account_id = holder);
END $$;
DROP TRIGGER access_grant_about_case ON access_grant;
DROP FUNCTION access_grant_about_case();
DROP POLICY case_ends ON access_grant;
DROP TRIGGER cases_case_ends ON cases_case;
DROP FUNCTION cases_case_ends();
DROP TRIGGER cases_case_follows ON cases_case;
DROP FUNCTION cases_case_follows();
DROP FUNCTION app.case_sight_ends(date);
DROP FUNCTION app.case_limit(text);
"""


def load(apps, schema_editor):
    limit = apps.get_model("access", "Limit")
    for name, value, unit, source in LIMITS:
        limit.objects.get_or_create(name=name, first_day=date(2000, 1, 1), defaults={"value": value, "unit": unit, "source": source})


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_held_keys"), ("access", "0009_second_person"), ("supervision", "0004_valid_check")]
    operations = [
        migrations.AddField("case", "follow_up_until", models.DateField(blank=True, null=True)),
        migrations.AddField("closing", "follow_up_until", models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=Q(follow_up_until__isnull=True) | Q(stage="closed", follow_up_until__gte=F("ended_on")),
                name="cases_case_followed_after_closing",
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(RULES, BACK),
    ]
