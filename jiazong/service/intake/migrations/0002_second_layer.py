"""The desk behind the second layer: by centre; what was said to whoever wrote it, answered it, or drew it for the review.

Whoever sits at the desk also needs the names of those somebody comes for, and posts what is answered at the desk to the
ledger: a line there is taken from the desk only as the twin of a consultation.
"""
from django.db import migrations

from jiazong.ground.access.grants.sql import granted
from jiazong.ground.access.protection import also, protect, within

ME = "(SELECT app.account())"
DESK = within("centre_id", "centres", "intake.desk")
SEES = within("centre_id", "centres", "intake.desk", "intake.review")
TRIAGE = within("centre_id", "centres", "intake.triage")
REVIEW = within("centre_id", "centres", "intake.review")
ALLOTS = within("centre_id", "centres", "intake.allocate")
IN_CONTRACT = within("contract_id", "contracts", "intake.triage")

FUNCTIONS = """
CREATE FUNCTION app.triage_sample(centre_code text, of_month date) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT one.id FROM public.intake_consultation one
    WHERE one.centre_id = centre_code AND one.day >= of_month AND one.day < (of_month + interval '1 month')::date
      AND one.outcome IN ('answered', 'referred') AND NOT one.is_minor
    ORDER BY md5(one.id::text || of_month::text)
    LIMIT (SELECT held.value FROM public.intake_setting held WHERE held.name = 'review.sample' AND held.first_day <= app.today()
      ORDER BY held.first_day DESC LIMIT 1);
END $$;
COMMENT ON FUNCTION app.triage_sample(text, date) IS
  'Which consultations of a month are read in its review: drawn by their numbers, so that nobody chooses.';

CREATE FUNCTION app.away(from_day date, to_day date, VARIADIC words text[])
RETURNS TABLE (worker_id bigint, first_day date, first_half smallint, last_day date, last_half smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT absence.worker_id, absence.first_day, absence.first_half, absence.last_day, absence.last_half
    FROM public.staff_absence absence JOIN public.staff_worker worker ON worker.id = absence.worker_id
    WHERE worker.centre_id IN (SELECT app.centres(VARIADIC words)) AND absence.withdrawn_at IS NULL
      AND absence.last_day >= from_day AND absence.first_day <= to_day
    ORDER BY absence.first_day, absence.id;
END $$;
COMMENT ON FUNCTION app.away(date, date, text[]) IS 'When colleagues are away, without why: for whoever books or allots there.';
CREATE POLICY sight ON staff_absence FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION app.came_without_case(centre_code text, from_day date, to_day date, fewest integer)
RETURNS TABLE (person_id uuid, visits bigint, last_day date)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF centre_code NOT IN (SELECT app.centres('intake.review')) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT one.person_id, count(*), max(one.day) FROM public.intake_consultation one
    WHERE one.centre_id = centre_code AND one.day BETWEEN from_day AND to_day AND one.person_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM public.cases_party party JOIN public.cases_case held ON held.id = party.case_id
        WHERE party.person_id = one.person_id AND held.ended_on IS NULL)
    GROUP BY one.person_id HAVING count(*) >= fewest ORDER BY count(*) DESC, max(one.day) DESC, one.person_id;
END $$;
COMMENT ON FUNCTION app.came_without_case(text, date, date, integer) IS
  'Who came so many times and has no case that goes on: possible hidden clients. Whoever has a case is not told.';
CREATE POLICY sight ON cases_party FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION app.was_given_on_today(of_case text, centre_code text, holder uuid, minor boolean, wanted integer) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.cases_transfer passed JOIN public.cases_case one ON one.id = passed.case_id
    JOIN public.staff_worker giver ON giver.id = passed.giver_id
    WHERE passed.case_id = of_case::uuid AND one.centre_id = centre_code AND one.is_minor = minor AND passed.day = app.today()
      AND wanted <= CASE WHEN one.is_restricted THEN 5 ELSE 3 END AND giver.account_id = holder);
END $$;
COMMENT ON FUNCTION app.was_given_on_today(text, text, uuid, boolean, integer) IS
  'Whether this account gave a case on to somebody today, for the policy of the grant that lets it see the case a few days more.';
CREATE POLICY sight ON cases_transfer FOR SELECT TO CURRENT_USER USING (true);
"""
BACK = """
DROP POLICY sight ON cases_transfer; DROP FUNCTION app.was_given_on_today(text, text, uuid, boolean, integer);
DROP POLICY sight ON cases_party; DROP FUNCTION app.came_without_case(text, date, date, integer);
DROP POLICY sight ON staff_absence;
DROP FUNCTION app.away(date, date, text[]); DROP FUNCTION app.triage_sample(text, date);
"""

MINE = f"(consultation.written_by_id = {ME} OR consultation.answered_by_id IN (SELECT app.myself()))"


def of_consultation(condition):
    """The text's consultation, itself under its own policies, fulfils a condition."""
    return f"EXISTS (SELECT FROM intake_consultation consultation WHERE consultation.id = consultation_id AND {condition})"


# What was said at the desk stays; an arrival only gets its times.
STAYS = """
CREATE TRIGGER intake_consultation_stays BEFORE UPDATE ON intake_consultation
  FOR EACH ROW WHEN (current_user <> 'jiazong_system') EXECUTE FUNCTION access_only_these('is_counted', '');
CREATE TRIGGER intake_arrival_stays BEFORE UPDATE ON intake_arrival
  FOR EACH ROW WHEN (current_user <> 'jiazong_system')
  EXECUTE FUNCTION access_only_these('served_at,gone_at,served_by_id,person_id,household_id', 'gone_at');
"""
GO = "DROP TRIGGER intake_arrival_stays ON intake_arrival; DROP TRIGGER intake_consultation_stays ON intake_consultation;"

TWIN = f"""EXISTS (SELECT FROM intake_consultation told WHERE told.id = hours_posting.request_key AND told.written_by_id = {ME}
  AND told.answered_by_id = hours_posting.worker_id AND told.day = hours_posting.day
  AND told.minutes = hours_posting.direct_minutes)"""
AT_HIS_DESK = f"{TWIN} AND {IN_CONTRACT}"
# A worker who hands over keeps sight of the case for the days both work on it: by whoever gives it on, of the case given on
# today. A function answers, for the policies of cases ask grants themselves.
HANDED_OVER = f"""source = 'handover' AND purpose = 'casework' AND subject_type = 'case' AND created_by_id = {ME}
  AND {within("access_grant.centre", "centres", "cases.assign")}
  AND app.was_given_on_today(access_grant.subject_id, access_grant.centre, access_grant.account_id, access_grant.is_minor, access_grant.level)"""
DRAWN = f"""source = 'supervisor_sample' AND purpose = 'triage_review' AND subject_type = 'consultation' AND level <= 2
  AND account_id = {ME} AND created_by_id = {ME} AND {within("access_grant.centre", "centres", "intake.review")}
  AND EXISTS (SELECT FROM intake_consultation told WHERE told.id::text = access_grant.subject_id AND told.centre_id = access_grant.centre
    AND told.id IN (SELECT app.triage_sample(told.centre_id, date_trunc('month', told.day)::date)))"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_start"), ("staff", "0009_qualifications_protected"), ("hours", "0006_contract_and_method"),
        ("contracts", "0004_protected"), ("supervision", "0004_valid_check"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        protect("intake_arrival", select=DESK, insert=f"registered_by_id = {ME} AND {DESK}", update=DESK),
        protect("intake_appointment", select=DESK, insert=f"made_by_id = {ME} AND {TRIAGE}", update=DESK),
        protect(
            "intake_consultation", select=SEES, insert=f"written_by_id = {ME} AND {TRIAGE}",
            update=f"written_by_id = {ME} AND {TRIAGE}", seen_by_functions=True,
        ),
        protect(
            "intake_consultationtext",
            select=f"{of_consultation(MINE)} OR {granted('consultation', 'consultation_id', 2)}",
            insert=of_consultation(f"consultation.written_by_id = {ME}"),
        ),
        protect("intake_monthreview", select=REVIEW, insert=f"reviewed_by_id = {ME} AND {REVIEW}"),
        protect("intake_need", select=f"{TRIAGE} OR {ALLOTS}", insert=f"written_by_id = {ME} AND ({TRIAGE} OR {ALLOTS})"),
        protect("intake_conflict", select=f"{TRIAGE} OR {ALLOTS}", insert=f"written_by_id = {ME} AND ({TRIAGE} OR {ALLOTS})"),
        protect("intake_proposal", select=ALLOTS, insert=f"written_by_id = {ME} AND {ALLOTS}"),
        migrations.RunSQL(STAYS, GO),
        also("staff_worker", "at_the_desk", "select", DESK),
        also("contracts_contract", "at_the_desk", "select", TRIAGE),
        *(also(f"contracts_{part}", "at_the_desk", "select", IN_CONTRACT) for part in ("hoursrule", "method", "assignment")),
        also("hours_posting", "at_the_desk", "select", TWIN),
        also("hours_posting", "at_the_desk_new", "insert", AT_HIS_DESK),
        also("hours_monthtotal", "at_the_desk", "select", IN_CONTRACT),
        also("hours_monthtotal", "at_the_desk_new", "insert", IN_CONTRACT),
        also("hours_monthtotal", "at_the_desk_more", "update", IN_CONTRACT),
        also("hours_monthclosing", "at_the_desk", "select", IN_CONTRACT),
        also("hours_source", "at_the_desk", "select", IN_CONTRACT),
        also("hours_source", "at_the_desk_new", "insert", IN_CONTRACT),
        also("access_grant", "intake_handover", "insert", HANDED_OVER),
        also("access_grant", "intake_drawn", "insert", DRAWN),
    ]
