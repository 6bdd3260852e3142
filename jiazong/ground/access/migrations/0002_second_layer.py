"""The second layer: two roles that own nothing, who is acting and why, and the table of permissions as the database reads it."""
from django.db import migrations, models

# Roles belong to the whole server: several databases may be made at once, so a role that has just come is no fault.
ROLES = """
DO $roles$
DECLARE one text; self text := current_user;
BEGIN
  FOREACH one IN ARRAY ARRAY['jiazong_app', 'jiazong_system'] LOOP
    BEGIN
      IF to_regrole(one) IS NULL THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', one);
      END IF;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the login % may not create roles; ask the administrator of the database server to run: %', self,
          format('CREATE ROLE jiazong_app NOLOGIN NOINHERIT; CREATE ROLE jiazong_system NOLOGIN NOINHERIT; '
            'GRANT jiazong_app TO jiazong_system; GRANT jiazong_app, jiazong_system TO %I;', self);
    END;
  END LOOP;
  BEGIN
    IF NOT pg_has_role('jiazong_system', 'jiazong_app', 'MEMBER') THEN
      GRANT jiazong_app TO jiazong_system;
    END IF;
    IF NOT pg_has_role(self, 'jiazong_app', 'MEMBER') OR NOT pg_has_role(self, 'jiazong_system', 'MEMBER') THEN
      EXECUTE format('GRANT jiazong_app, jiazong_system TO %I', self);
    END IF;
  EXCEPTION
    WHEN unique_violation OR internal_error THEN NULL;
    WHEN insufficient_privilege THEN
      RAISE EXCEPTION 'the login % may not become jiazong_app; ask the administrator of the database server to run: %', self,
        format('GRANT jiazong_app TO jiazong_system; GRANT jiazong_app, jiazong_system TO %I;', self);
  END;
END $roles$;
CREATE SCHEMA IF NOT EXISTS app;
GRANT USAGE ON SCHEMA app TO jiazong_app, jiazong_system;
GRANT USAGE ON SCHEMA public TO jiazong_app, jiazong_system;
"""

FUNCTIONS = """
CREATE FUNCTION app.account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.account', true), '')::uuid;
CREATE FUNCTION app.purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('app.purpose', true), '');
CREATE FUNCTION app.today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (now() AT TIME ZONE 'Asia/Shanghai')::date;
CREATE FUNCTION app.system(VARIADIC purposes text[] DEFAULT '{}') RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN app.purpose() <> '' AND (cardinality(purposes) = 0 OR app.purpose() = ANY(purposes) OR app.purpose() = 'tests');
COMMENT ON FUNCTION app.account() IS 'Who is acting in this transaction; nobody where no context was set.';
COMMENT ON FUNCTION app.purpose() IS 'What for: the word of the guard, or a named purpose of a system job.';
COMMENT ON FUNCTION app.system(text[]) IS 'Whether a system job with one of these purposes is at work; with none named, any purpose.';

-- As its owner, for a person must be measured by all her memberships and no policy may call itself.
CREATE FUNCTION app.held(VARIADIC words text[]) RETURNS TABLE (reach text, scope_kind text, scope_code text)
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT rule.reach::text, member.scope_kind::text, member.scope_code::text
  FROM public.access_membership member
  JOIN public.access_rule rule ON rule.role = member.role AND rule.word = ANY(words)
  JOIN public.accounts_account account ON account.id = member.account_id AND account.is_active
  WHERE member.account_id = app.account() AND member.first_day <= app.today()
    AND (member.last_day IS NULL OR member.last_day >= app.today());
END $$;
COMMENT ON FUNCTION app.held(text[]) IS 'Where the acting account may do one of these words today, by the table of permissions.';

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO jiazong_app, jiazong_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO jiazong_app, jiazong_system;
"""
# The roles stay: another database of the server may need them.
BACK = """
DROP SCHEMA app CASCADE;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM jiazong_app, jiazong_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM jiazong_app, jiazong_system;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_start"), ("accounts", "0002_login_in_any_case")]
    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60)),
                ("role", models.CharField(max_length=40)),
                ("reach", models.CharField(max_length=10)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("word", "role"), name="access_rule_once")],
            },
        ),
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
