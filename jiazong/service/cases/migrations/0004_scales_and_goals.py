"""The scale that holds unless an agency has its own; goals of a draft may be dropped, those that were handed in stay."""
import json
from datetime import date
from pathlib import Path

from django.db import migrations

from jiazong.ground.access.grants.sql import granted
from jiazong.ground.access.protection import also

SCALES = Path(__file__).parent.parent / "data" / "scales.json"
WRITE_LEVEL = "CASE WHEN one.is_restricted THEN 5 ELSE 3 END"
MAY_WRITE = f"EXISTS (SELECT FROM cases_case one WHERE one.id = case_id AND ({granted('case', 'one.id', WRITE_LEVEL)}))"
STAYS = """
CREATE FUNCTION cases_plan_part_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  plan_key uuid; plan_state text;
BEGIN
  -- Only the change of keys rewrites the sealed texts of a plan that was handed in; that a step is done is written later.
  IF current_user = 'jiazong_system' THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_TABLE_NAME = 'cases_goal' THEN
    plan_key := coalesce(NEW.plan_id, OLD.plan_id);
  ELSE
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'done_on') = (to_jsonb(OLD) - 'done_on') THEN RETURN NEW; END IF;
    SELECT goal.plan_id INTO plan_key FROM cases_goal goal WHERE goal.id = coalesce(NEW.goal_id, OLD.goal_id);
  END IF;
  SELECT one.state INTO plan_state FROM cases_plan one WHERE one.id = plan_key;
  IF plan_state <> 'draft' THEN
    RAISE EXCEPTION '% on % is refused: the plan was handed in', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER cases_goal_stays BEFORE INSERT OR UPDATE OR DELETE ON cases_goal
  FOR EACH ROW EXECUTE FUNCTION cases_plan_part_stays();
CREATE TRIGGER cases_step_stays BEFORE INSERT OR UPDATE OR DELETE ON cases_step
  FOR EACH ROW EXECUTE FUNCTION cases_plan_part_stays();
"""
GO = """
DROP TRIGGER cases_step_stays ON cases_step; DROP TRIGGER cases_goal_stays ON cases_goal; DROP FUNCTION cases_plan_part_stays();
"""


def load(apps, schema_editor):
    scale = apps.get_model("cases", "Scale")
    for one in json.loads(SCALES.read_text(encoding="utf-8")):
        scale.objects.create(**one | {"first_day": date.fromisoformat(one["first_day"])})


def unload(apps, schema_editor):
    apps.get_model("cases", "Scale").objects.filter(agency="", code="family", version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_settings")]
    operations = [
        migrations.RunPython(load, unload),
        also("cases_goal", "drop", "delete", MAY_WRITE),
        also("cases_step", "drop", "delete", MAY_WRITE),
        migrations.RunSQL(STAYS, GO),
    ]
