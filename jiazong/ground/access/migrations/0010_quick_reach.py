"""What somebody holds is worked out for every table a page reads: the same answer, for two thirds of the time.

The table of permissions is found by role, day and account are asked for once a call, and a row held twice may be told twice:
whoever asks wants to know whether something lies within.
"""
from importlib import import_module

from django.db import migrations, models

HELD = """
CREATE OR REPLACE FUNCTION app.held(VARIADIC words text[]) RETURNS TABLE (reach text, scope_kind text, scope_code text)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp AS $$
DECLARE me uuid := app.account(); today date := app.today();
BEGIN
  RETURN QUERY SELECT rule.reach::text, member.scope_kind::text, member.scope_code::text
  FROM public.access_membership member
  JOIN public.access_rule rule ON rule.role = member.role AND rule.word = ANY(words)
  JOIN public.accounts_account account ON account.id = member.account_id AND account.is_active
  WHERE member.account_id = me AND member.first_day <= today AND (member.last_day IS NULL OR member.last_day >= today);
END $$;
"""
_THEN = import_module("jiazong.ground.access.migrations.0002_second_layer").FUNCTIONS
BEFORE = _THEN[_THEN.index("CREATE FUNCTION app.held") : _THEN.index("COMMENT ON FUNCTION app.held")].replace("CREATE", "CREATE OR REPLACE", 1)


class Migration(migrations.Migration):
    dependencies = [("access", "0009_second_person")]
    operations = [
        migrations.AddIndex("rule", models.Index(fields=["role", "word"], name="access_rule_by_role")),
        migrations.RunSQL(HELD, BEFORE),
    ]
