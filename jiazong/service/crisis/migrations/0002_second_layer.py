"""Reports behind the second layer: the author, who may read the case, who answers for the centre; never who pays."""
from django.db import migrations

from jiazong.ground.access.grants.sql import granted
from jiazong.ground.access.protection import protect, within

ME = "(SELECT app.account())"
OVERSEES = within("centre_id", "centres", "crisis.read", "crisis.tell", "crisis.decide")
READ_LEVEL = "CASE WHEN one.is_restricted THEN 4 ELSE 2 END"
OF_MY_CASE = f"""(case_id IS NOT NULL AND EXISTS (SELECT FROM cases_case one WHERE one.id = case_id
  AND {granted("case", "one.id", READ_LEVEL)}))"""
SEES = f"written_by_id = {ME} OR {OVERSEES} OR {OF_MY_CASE}"
OF_REPORT = "EXISTS (SELECT FROM crisis_report held WHERE held.id = report_id AND held.centre_id = {table}.centre_id)"
MAY_DECIDE = within("centre_id", "centres", "crisis.decide")

RULES = """
CREATE TRIGGER crisis_report_stays BEFORE UPDATE ON crisis_report
  FOR EACH ROW WHEN (current_user <> 'jiazong_system')
  EXECUTE FUNCTION access_only_these('first_told_at,ended_at', 'ended_at');
CREATE FUNCTION crisis_report_ends() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.first_told_at IS NOT NULL AND NEW.first_told_at IS DISTINCT FROM OLD.first_told_at
     OR NEW.first_told_at IS NOT NULL AND OLD.first_told_at IS NULL AND NOT EXISTS (
       SELECT FROM public.crisis_telling told JOIN public.crisis_recipient who ON who.code = told.recipient_id
       WHERE told.report_id = NEW.id AND who.is_authority AND told.told_at = NEW.first_told_at) THEN
    RAISE EXCEPTION 'When an authority was first told is what was told' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'crisis_first_told';
  END IF;
  IF NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL AND NOT EXISTS (
       SELECT FROM public.crisis_ending agreed WHERE agreed.report_id = NEW.id AND agreed.is_agreed) THEN
    RAISE EXCEPTION 'A report ends when another person agreed to it' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'crisis_ends_by_two';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER crisis_report_ends BEFORE UPDATE OF first_told_at, ended_at ON crisis_report
  FOR EACH ROW EXECUTE FUNCTION crisis_report_ends();

CREATE FUNCTION crisis_ending_by_another() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.decided_by_id IS NOT NULL AND NEW.decided_by_id =
     (SELECT report.written_by_id FROM public.crisis_report report WHERE report.id = NEW.report_id) THEN
    RAISE EXCEPTION 'Who wrote a report does not agree to its end' USING ERRCODE = 'check_violation', CONSTRAINT = 'crisis_ending_not_the_author';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER crisis_ending_by_another BEFORE INSERT OR UPDATE ON crisis_ending
  FOR EACH ROW EXECUTE FUNCTION crisis_ending_by_another();
CREATE TRIGGER crisis_ending_stays BEFORE UPDATE ON crisis_ending
  FOR EACH ROW WHEN (current_user <> 'jiazong_system')
  EXECUTE FUNCTION access_only_these('is_agreed,decided_by_id,decided_at,remark', 'is_agreed');

CREATE FUNCTION crisis_not_the_suspect() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.recipient_id = 'guardian' AND (SELECT report.is_guardian_suspected FROM public.crisis_report report WHERE report.id = NEW.report_id) THEN
    RAISE EXCEPTION 'A guardian who is suspected is not told' USING ERRCODE = 'check_violation', CONSTRAINT = 'crisis_not_the_suspect';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER crisis_not_the_suspect BEFORE INSERT ON crisis_telling FOR EACH ROW EXECUTE FUNCTION crisis_not_the_suspect();
CREATE TRIGGER crisis_telling_stays BEFORE UPDATE ON crisis_telling
  FOR EACH ROW WHEN (current_user <> 'jiazong_system')
  EXECUTE FUNCTION access_only_these('replied_at,reply,reply_written_by_id', 'replied_at');
"""
BACK = """
DROP TRIGGER crisis_telling_stays ON crisis_telling;
DROP TRIGGER crisis_not_the_suspect ON crisis_telling; DROP FUNCTION crisis_not_the_suspect();
DROP TRIGGER crisis_ending_stays ON crisis_ending;
DROP TRIGGER crisis_ending_by_another ON crisis_ending; DROP FUNCTION crisis_ending_by_another();
DROP TRIGGER crisis_report_ends ON crisis_report; DROP FUNCTION crisis_report_ends();
DROP TRIGGER crisis_report_stays ON crisis_report;
"""


class Migration(migrations.Migration):
    dependencies = [("crisis", "0001_start"), ("access", "0005_grants_protected"), ("cases", "0002_second_layer")]
    operations = [
        protect(
            "crisis_report",
            select=SEES,
            insert=f"""written_by_id = {ME} AND {within("centre_id", "centres", "crisis.report")} AND (case_id IS NULL OR
              EXISTS (SELECT FROM cases_case one WHERE one.id = case_id AND one.centre_id = crisis_report.centre_id))""",
            update=SEES,
        ),
        protect(
            "crisis_telling",
            select=OF_REPORT.format(table="crisis_telling"),
            insert=f"written_by_id = {ME} AND {OF_REPORT.format(table='crisis_telling')}",
            update=OF_REPORT.format(table="crisis_telling"),
        ),
        protect(
            "crisis_ending",
            select=OF_REPORT.format(table="crisis_ending"),
            insert=f"asked_by_id = {ME} AND is_agreed IS NULL AND {OF_REPORT.format(table='crisis_ending')}",
            update=f"is_agreed IS NULL AND asked_by_id <> {ME} AND {MAY_DECIDE}",
            check=f"decided_by_id = {ME} AND {MAY_DECIDE}",
        ),
        migrations.RunSQL(RULES, BACK),
    ]
