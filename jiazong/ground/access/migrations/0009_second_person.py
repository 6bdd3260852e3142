"""Sight that waits for a second person: a drawn file, and an emergency in a restricted file or a minor's, beside the one look.

The grant that follows is written by whoever decides, only while a request of just that person, file and level waits; a director
decides about drawn files of level 2, of all else the privacy officer. Source: trust.md §3.2, §3.3; 未成年人网络保护条例 第36条.
"""
from datetime import date

from django.db import migrations, models

from jiazong.ground.access.grants import rules
from jiazong.ground.access.protection import also, replace_policy, within

ME = "(SELECT app.account())"
LIMIT = ("glass.wait", 12, "hours", "产品默认设置：受限或未成年人个案的紧急查阅，12 小时里没有同意就作废，未见规定")


def at(word):
    return within("centre", "centres", word)


OFFICER = at("grants.decide")
DRAWN = f"source = 'supervisor_sample' AND level <= 2 AND {at('samples.decide')}"
SEEN_BEFORE = f"account_id = {ME} OR {OFFICER}"
MADE_BEFORE = f"account_id = {ME} AND decided_at IS NULL AND {at('grants.ask')}"
DECIDED_BEFORE = f"account_id <> {ME} AND {OFFICER}"
MADE = f"""account_id = {ME} AND decided_at IS NULL AND (
  (source = 'approval_step' AND {at('grants.ask')}) OR (source = 'break_glass' AND {at('glass.open')}))"""
DECIDED = f"account_id <> {ME} AND ({OFFICER} OR ({DRAWN}))"
WAITS = """EXISTS (SELECT FROM access_ask waiting WHERE waiting.account_id = access_grant.account_id
  AND waiting.subject_type = access_grant.subject_type AND waiting.subject_id = access_grant.subject_id
  AND waiting.centre = access_grant.centre AND waiting.level = access_grant.level AND waiting.source = access_grant.source
  AND waiting.purpose = access_grant.purpose AND waiting.decided_at IS NULL)"""
GIVEN = f"""source IN ('supervisor_sample', 'break_glass') AND level IN (2, 4) AND created_by_id = {ME} AND approver_id = {ME}
  AND account_id <> {ME} AND ({OFFICER} OR ({DRAWN})) AND {WAITS}"""
AGREED = f"""account_id <> {ME} AND {OFFICER} AND EXISTS (SELECT FROM access_grant given WHERE given.id = grant_id
  AND given.source = 'break_glass' AND given.account_id = access_breakglass.account_id AND given.approver_id = {ME})"""
# Whoever breaks the glass for herself names no second person: her word would stand there without her.
GIVE_BEFORE = f"""created_by_id = {ME} AND (
  (source = 'approval_step' AND level <= 2 AND approver_id = {ME} AND account_id <> {ME} AND {OFFICER})
  OR (source = 'break_glass' AND level <= 2 AND account_id = {ME} AND {at("glass.open")})
  OR (source = 'handover' AND app.granted(subject_type, subject_id, level)))"""
GIVE = GIVE_BEFORE.replace("level <= 2 AND account_id", "level <= 2 AND approver_id IS NULL AND account_id")
BLOCKED = """
CREATE FUNCTION access_emergency_waits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE most integer;
BEGIN
  SELECT value INTO most FROM access_limit
    WHERE name = 'glass.open' AND first_day <= access_today() ORDER BY first_day DESC LIMIT 1;
  IF (SELECT count(*) FROM access_breakglass WHERE account_id = NEW.account_id AND reviewed_at IS NULL) >= most
     OR EXISTS (SELECT 1 FROM access_breakglass
                WHERE account_id = NEW.account_id AND reviewed_at IS NULL AND review_by < access_today()) THEN
    RAISE EXCEPTION 'Emergency readings that wait for their review block the next'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'access_glass_reviewed_first';
  END IF;
  NEW.asked_at := statement_timestamp();
  RETURN NEW;
END $$;
CREATE TRIGGER access_emergency_waits BEFORE INSERT ON access_ask
  FOR EACH ROW WHEN (NEW.source = 'break_glass') EXECUTE FUNCTION access_emergency_waits();
"""
FREE = "DROP TRIGGER access_emergency_waits ON access_ask; DROP FUNCTION access_emergency_waits();"


def load(apps, schema_editor):
    name, value, unit, source = LIMIT
    apps.get_model("access", "Limit").objects.get_or_create(
        name=name, first_day=date(2000, 1, 1), defaults={"value": value, "unit": unit, "source": source}
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0008_still_here")]
    operations = [
        migrations.AddField("ask", "source", models.CharField(max_length=20, default=rules.APPROVAL_STEP)),
        migrations.AddField("ask", "is_minor", models.BooleanField(default=False)),
        migrations.AddField("ask", "code", models.CharField(max_length=20, blank=True, default=""), preserve_default=False),
        migrations.AlterField("ask", "reason", models.CharField(max_length=1000)),
        migrations.AddConstraint(
            "ask", models.CheckConstraint(condition=models.Q(source__in=rules.ASKED_FOR), name="access_ask_source")
        ),
        migrations.AddConstraint(
            "ask",
            models.CheckConstraint(
                condition=models.Q(code="") & ~models.Q(source="break_glass") | ~models.Q(code="") & models.Q(source="break_glass"),
                name="access_ask_code",
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(BLOCKED, FREE),
        replace_policy("access_ask", "select", f"{SEEN_BEFORE} OR ({DRAWN})", before=SEEN_BEFORE),
        replace_policy("access_ask", "insert", MADE, before=MADE_BEFORE),
        replace_policy("access_ask", "update", DECIDED, before=DECIDED_BEFORE, check=f"({DECIDED}) AND decided_by_id = {ME}"),
        replace_policy("access_grant", "insert", GIVE, before=GIVE_BEFORE),
        also("access_grant", "second_person", "insert", GIVEN),
        also("access_breakglass", "second_person", "insert", AGREED),
    ]
