"""Cases behind the second layer: a grant opens a case, a role never does; who oversees a centre sees codes and states.

Reading a file of a restricted case (D5) asks a grant of level 4, writing one of level 5; of another case 2 and 3.
"""
from django.db import migrations

from jiazong.ground.access.grants.sql import granted
from jiazong.ground.access.protection import also, protect, within

ME = "(SELECT app.account())"
READ_LEVEL = "CASE WHEN one.is_restricted THEN 4 ELSE 2 END"
WRITE_LEVEL = "CASE WHEN one.is_restricted THEN 5 ELSE 3 END"
OVERSEES = within("centre_id", "centres", "cases.oversee", "cases.assign")


def of_case(condition):
    """The row's case, itself under its own policies, fulfils a condition."""
    return f"EXISTS (SELECT FROM cases_case one WHERE one.id = case_id AND ({condition}))"


MAY_READ = of_case(granted("case", "one.id", READ_LEVEL))
MAY_WRITE = of_case(granted("case", "one.id", WRITE_LEVEL))
KNOWS = of_case(granted("case", "one.id", 1))
# Who opens a case writes its people and its intake in the same breath, before anybody is given it; afterwards by grant.
OPENS = of_case(
    f"one.created_by_id = {ME} AND one.stage = 'intake' AND one.worker_id IS NULL AND "
    + within("one.centre_id", "centres", "cases.open")
)
# A decision of somebody who was asked for it: she reads by the grant of the approval step and writes her own name.
DECIDES = (
    f"decided_by_id = {ME} AND state IN ('approved', 'returned') AND "
    f"{of_case(granted('case', 'one.id', READ_LEVEL) + ' AND ' + within('one.centre_id', 'centres', 'cases.approve'))}"
)
ASKED = f"state = 'submitted' AND {of_case(granted('case', 'one.id', READ_LEVEL))}"
WRITTEN_BY_GRANT = ("involved", "goal", "step", "note", "present", "goaloutcome", "followup", "satisfaction", "referral")

NUMBERS = """
CREATE FUNCTION app.next_case_number(centre_code text, of_year integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7148, hashtext(centre_code));
  RETURN 1 + coalesce((SELECT max(substr(one.code, 6)::integer) FROM public.cases_case one
    WHERE one.centre_id = centre_code AND one.code ~ ('^' || of_year || '-[0-9]+$')), 0);
END $$;
COMMENT ON FUNCTION app.next_case_number(text, integer) IS 'The next free number of a year at a centre, whoever may see which cases.';

CREATE FUNCTION app.is_case_of(case_id text, centre_code text, holder uuid, minor boolean) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.cases_case one JOIN public.staff_worker worker ON worker.id = one.worker_id
    WHERE one.id = case_id::uuid AND one.centre_id = centre_code AND one.is_minor = minor AND one.ended_on IS NULL
      AND worker.account_id = holder);
END $$;
COMMENT ON FUNCTION app.is_case_of(text, text, uuid, boolean) IS 'Whether a case that goes on was given to this account; for the policy of its grant.';
"""
NO_NUMBERS = "DROP FUNCTION app.is_case_of(text, text, uuid, boolean); DROP FUNCTION app.next_case_number(text, integer);"
STAYS = """
CREATE FUNCTION cases_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- What is done is done; only the change of keys rewrites its sealed texts.
  IF current_user <> 'jiazong_system' THEN
    RAISE EXCEPTION '% on % is refused: what was completed stays', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_assessment_stays BEFORE UPDATE OR DELETE ON cases_assessment
  FOR EACH ROW WHEN (OLD.completed_at IS NOT NULL) EXECUTE FUNCTION cases_stays();
CREATE TRIGGER cases_plan_stays BEFORE UPDATE OR DELETE ON cases_plan
  FOR EACH ROW WHEN (OLD.state IN ('approved', 'returned')) EXECUTE FUNCTION cases_stays();
CREATE TRIGGER cases_closing_stays BEFORE UPDATE OR DELETE ON cases_closing
  FOR EACH ROW WHEN (OLD.state IN ('approved', 'returned')) EXECUTE FUNCTION cases_stays();
CREATE TRIGGER cases_notetext_stays BEFORE UPDATE OR DELETE ON cases_notetext
  FOR EACH ROW EXECUTE FUNCTION cases_stays();
CREATE FUNCTION cases_case_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.centre_id, NEW.code, NEW.opened_on, NEW.created_by_id, NEW.created_at)
     IS DISTINCT FROM (OLD.id, OLD.centre_id, OLD.code, OLD.opened_on, OLD.created_by_id, OLD.created_at) THEN
    RAISE EXCEPTION 'where and when a case began stays' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_case_stays BEFORE UPDATE ON cases_case FOR EACH ROW EXECUTE FUNCTION cases_case_stays();
"""
GO = """
DROP TRIGGER cases_case_stays ON cases_case; DROP FUNCTION cases_case_stays();
DROP TRIGGER cases_notetext_stays ON cases_notetext; DROP TRIGGER cases_closing_stays ON cases_closing;
DROP TRIGGER cases_plan_stays ON cases_plan; DROP TRIGGER cases_assessment_stays ON cases_assessment;
DROP FUNCTION cases_stays();
"""
# The grant of an assignment goes to the one worker the case was given to; that of an approval step to somebody of the
# centre who may approve, from whoever may write in the case herself.
HER_CASE = f"""source = 'assignment' AND purpose = 'casework' AND subject_type = 'case' AND created_by_id = {ME}
  AND app.is_case_of(subject_id, access_grant.centre, account_id, is_minor) AND {within("access_grant.centre", "centres", "cases.assign")}"""
TO_APPROVE = f"""source = 'approval_step' AND purpose = 'approval' AND subject_type = 'case' AND created_by_id = {ME}
  AND approver_id = {ME} AND account_id <> {ME} AND level IN (2, 4) AND app.granted('case', subject_id, level + 1)
  AND (account_id IN (SELECT app.holders('supervisor', access_grant.centre))
    OR account_id IN (SELECT app.holders('centre_director', access_grant.centre)))"""
OF_HER_CASES = "IN (SELECT party.person_id FROM cases_party party UNION ALL SELECT more.person_id FROM cases_involved more)"
TAG_OF_HER_CASES = f"""EXISTS (SELECT FROM cases_party party JOIN cases_case one ON one.id = party.case_id
  WHERE party.person_id = residents_tag.person_id AND ({granted("case", "one.id", READ_LEVEL)}))"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_start"), ("access", "0008_still_here"), ("staff", "0003_reach"),
        ("supervision", "0002_second_layer"), ("residents", "0002_second_layer"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        protect(
            "cases_case",
            seen_by_functions=True,
            select=f"{granted('case', 'cases_case.id', 1)} OR {OVERSEES} OR (created_by_id = {ME} AND worker_id IS NULL AND stage = 'intake')",
            insert=f"created_by_id = {ME} AND {within('centre_id', 'centres', 'cases.open')}",
            update=f"{granted('case', 'cases_case.id', 2)} OR {OVERSEES}",
        ),
        protect("cases_party", select=KNOWS, insert=f"{OPENS} OR {MAY_WRITE}", update=MAY_WRITE),
        protect("cases_intake", select=MAY_READ, insert=f"{OPENS} OR {MAY_WRITE}", update=MAY_WRITE),
        *(protect(f"cases_{name}", select=MAY_READ, insert=MAY_WRITE, update=MAY_WRITE) for name in WRITTEN_BY_GRANT),
        protect("cases_assessment", select=MAY_READ, insert=MAY_WRITE, update=MAY_WRITE),
        protect("cases_notetext", select=MAY_READ, insert=MAY_WRITE),
        protect("cases_plan", select=MAY_READ, insert=MAY_WRITE, update=f"{MAY_WRITE} OR {ASKED}", check=f"{MAY_WRITE} OR {DECIDES}"),
        protect("cases_closing", select=MAY_READ, insert=MAY_WRITE, update=f"{MAY_WRITE} OR {ASKED}", check=f"{MAY_WRITE} OR {DECIDES}"),
        protect(
            "cases_transfer",
            select=f"{KNOWS} OR {of_case(within('one.centre_id', 'centres', 'cases.assign'))}",
            insert=f"{MAY_WRITE} OR {of_case(within('one.centre_id', 'centres', 'cases.assign'))}",
        ),
        protect(
            "cases_draft",
            select=f"account_id = {ME}",
            insert=f"account_id = {ME} AND {MAY_WRITE}",
            update=f"account_id = {ME}",
            delete=f"account_id = {ME}",
        ),
        migrations.RunSQL(STAYS, GO),
        also("access_grant", "cases_assign", "insert", HER_CASE),
        also("access_grant", "cases_approval", "insert", TO_APPROVE),
        also("residents_person", "of_her_cases", "select", f"id {OF_HER_CASES}"),
        also("residents_tag", "of_her_cases", "select", TAG_OF_HER_CASES),
        also("residents_tag", "of_her_cases_new", "insert", TAG_OF_HER_CASES),
        also("residents_tag", "of_her_cases_changed", "update", TAG_OF_HER_CASES),
    ]
