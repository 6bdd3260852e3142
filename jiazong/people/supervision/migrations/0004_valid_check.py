"""No sight of a minor's case without a record check that holds (未成年人保护法 第六十二条), said by the database itself."""
from django.db import migrations

# With the owner's eyes: whether somebody's check holds is asked by whoever gives the grant, the paper stays closed.
SIGHT = "CREATE POLICY sight ON supervision_check FOR SELECT TO CURRENT_USER USING (true);"
FUNCTION = """
CREATE FUNCTION app.has_valid_check(of_account uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT answer.result = 'clear' AND answer.valid_until >= app.today()
    FROM public.supervision_check answer JOIN public.staff_worker worker ON worker.id = answer.worker_id
    WHERE worker.account_id = of_account AND answer.result IN ('clear', 'found') AND answer.asked_on <= app.today()
    ORDER BY answer.asked_on DESC, answer.written_at DESC LIMIT 1), false);
END $$;
COMMENT ON FUNCTION app.has_valid_check(uuid) IS
  'Whether the latest answer to a question for this person''s record is clear and holds today; false where none was asked.';

CREATE FUNCTION supervision_minor_needs_check() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.subject_type = 'case' AND NEW.is_minor AND NOT app.has_valid_check(NEW.account_id) THEN
    RAISE EXCEPTION 'Nobody sees the case of a minor without a record check that holds'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'access_grant_minor_checked';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER supervision_minor_needs_check BEFORE INSERT ON access_grant
  FOR EACH ROW EXECUTE FUNCTION supervision_minor_needs_check();
"""
BACK = """
DROP TRIGGER supervision_minor_needs_check ON access_grant;
DROP FUNCTION supervision_minor_needs_check();
DROP FUNCTION app.has_valid_check(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_settings"), ("access", "0005_grants_protected")]
    operations = [
        migrations.RunSQL(SIGHT, "DROP POLICY sight ON supervision_check;"),
        migrations.RunSQL(FUNCTION, BACK),
    ]
