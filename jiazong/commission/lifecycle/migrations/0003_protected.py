"""What is agreed and decided about a contract stands behind the second layer; what is decided is never undone."""
from django.db import migrations

from jiazong.ground.access.protection import also, protect, within

READS = within("contract_id", "contracts", "contracts.follow", "contracts.accept", "contracts.renew", "contracts.terminate")
WRITES = within("contract_id", "contracts", "contracts.promise")
AMENDS = within("contract_id", "contracts", "contracts.amend")
ACCEPTS = within("contract_id", "contracts", "contracts.accept")
OF_FORM = "EXISTS (SELECT FROM lifecycle_acceptance form WHERE form.id = acceptance_id AND {})"
STAYS = """
CREATE FUNCTION lifecycle_decided_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was jsonb := to_jsonb(OLD);
BEGIN
  -- An acceptance and its rows are written until it is decided; the other decisions are whole from the first.
  IF TG_TABLE_NAME = 'lifecycle_acceptance' AND TG_OP = 'UPDATE' AND was ->> 'is_passed' IS NULL
    OR TG_TABLE_NAME = 'lifecycle_acceptancerow' AND NOT EXISTS (
      SELECT FROM lifecycle_acceptance form WHERE form.id = (was ->> 'acceptance_id')::bigint AND form.is_passed IS NOT NULL) THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  RAISE EXCEPTION 'What was decided about a contract is not changed: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"""CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION lifecycle_decided_stays();
"""
    for table in ("lifecycle_acceptance", "lifecycle_acceptancerow", "lifecycle_renewal", "lifecycle_termination", "lifecycle_amendment")
)
LATER = """
CREATE FUNCTION lifecycle_later_years() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Nothing of a contract changes once it is terminated, but that its last day comes down to the day it ended.
  IF EXISTS (SELECT FROM lifecycle_termination ended WHERE ended.contract_id = NEW.code AND (NEW.last_day > ended.ended_on
    OR TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'last_day' IS DISTINCT FROM to_jsonb(OLD) - 'last_day')) THEN
    RAISE EXCEPTION 'contract % was terminated', NEW.code USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_terminated';
  END IF;
  IF EXISTS (SELECT FROM lifecycle_termination ended JOIN contracts_contract before ON before.code = ended.contract_id
    WHERE ended.cancels_later AND before.centre_id = NEW.centre_id AND before.agency_id = NEW.agency_id
      AND NEW.year > before.year AND NEW.first_day > before.first_day
      AND NEW.first_day < before.first_day + make_interval(years => before.of_years)) THEN
    RAISE EXCEPTION 'the right to later years is lost' USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle_later_years';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lifecycle_later_years BEFORE INSERT OR UPDATE ON contracts_contract
  FOR EACH ROW EXECUTE FUNCTION lifecycle_later_years();
"""
NO_LATER = "DROP TRIGGER lifecycle_later_years ON contracts_contract; DROP FUNCTION lifecycle_later_years();"
# Whoever may terminate changes a contract's row only to the day it was ended on, and only once it is ended.
ENDED = f"""{within("code", "contracts", "contracts.terminate")} AND EXISTS (
  SELECT FROM lifecycle_termination ended WHERE ended.contract_id = contracts_contract.code AND ended.ended_on <= last_day)"""


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0002_figures"), ("contracts", "0004_protected")]
    operations = [
        protect("lifecycle_promise", select=within("contract_id", "contracts", "contracts.read", "contracts.follow"), insert=WRITES, update=WRITES, delete=WRITES),
        protect("lifecycle_bond", select=READS, insert=AMENDS, update=AMENDS),
        protect("lifecycle_amendment", select=READS, insert=AMENDS),
        protect("lifecycle_acceptance", select=READS, insert=ACCEPTS, update=ACCEPTS),
        protect("lifecycle_acceptancerow", select=OF_FORM.format("true"), insert=OF_FORM.format(ACCEPTS.replace("contract_id", "form.contract_id")), update=OF_FORM.format(ACCEPTS.replace("contract_id", "form.contract_id"))),
        protect("lifecycle_renewal", select=READS, insert=within("contract_id", "contracts", "contracts.renew")),
        protect("lifecycle_termination", select=READS, insert=within("contract_id", "contracts", "contracts.terminate")),
        migrations.RunSQL(STAYS, "DROP FUNCTION lifecycle_decided_stays() CASCADE"),
        migrations.RunSQL(LATER, NO_LATER),
        also("contracts_contract", "app_ended", "update", ENDED),
    ]
