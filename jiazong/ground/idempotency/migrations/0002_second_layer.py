"""Nobody but its owner touches the table: the product holds and keeps keys through two functions, each for who is acting."""
from django.db import migrations

PROTECT = """
ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_key FORCE ROW LEVEL SECURITY;
CREATE POLICY sight ON idempotency_key FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY keeping ON idempotency_key FOR INSERT TO CURRENT_USER WITH CHECK (true);
CREATE POLICY system ON idempotency_key FOR ALL TO jiazong_system USING ((SELECT app.system())) WITH CHECK ((SELECT app.system()));

DROP FUNCTION idempotency_hold(bytea, uuid);
-- At the doors nobody is acting yet: there the account of the session is taken as it is given.
CREATE FUNCTION app.idempotency_owner(owner uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF app.account() IS NOT NULL AND app.account() IS DISTINCT FROM owner THEN
    RAISE EXCEPTION 'a key is held for who is acting, and for nobody else' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN owner;
END $$;
CREATE FUNCTION app.idempotency_hold(wanted bytea, owner uuid)
RETURNS TABLE (request_hash bytea, status smallint, answer bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.idempotency_owner(owner);
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(wanted, 'hex') || coalesce(owner::text, ''), 7146));
  RETURN QUERY SELECT one.request_hash, one.status, one.answer FROM public.idempotency_key one
    WHERE one.key = wanted AND one.account_id IS NOT DISTINCT FROM owner;
END $$;
-- A transaction gets its number with its first write, so one that only looked has none yet and is not kept.
CREATE FUNCTION app.idempotency_keep(kept bytea, owner uuid, route text, request_hash bytea, status smallint, answer bytea)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.idempotency_owner(owner);
  IF pg_current_xact_id_if_assigned() IS NULL THEN
    RETURN false;
  END IF;
  INSERT INTO public.idempotency_key (key, account_id, route, request_hash, status, answer)
    VALUES (kept, owner, route, request_hash, status, answer);
  RETURN true;
END $$;
COMMENT ON FUNCTION app.idempotency_hold(bytea, uuid) IS 'Wait for the key of a write and give its kept answer.';
COMMENT ON FUNCTION app.idempotency_keep(bytea, uuid, text, bytea, smallint, bytea) IS 'Keep the answer of a write with its effect.';
"""
BACK = """
DROP FUNCTION app.idempotency_keep(bytea, uuid, text, bytea, smallint, bytea);
DROP FUNCTION app.idempotency_hold(bytea, uuid);
DROP FUNCTION app.idempotency_owner(uuid);
DROP POLICY sight ON idempotency_key;
DROP POLICY keeping ON idempotency_key;
DROP POLICY system ON idempotency_key;
ALTER TABLE idempotency_key NO FORCE ROW LEVEL SECURITY;
ALTER TABLE idempotency_key DISABLE ROW LEVEL SECURITY;
CREATE FUNCTION idempotency_hold(wanted bytea, owner uuid)
RETURNS TABLE (request_hash bytea, status smallint, answer bytea) LANGUAGE sql AS $$
  SELECT request_hash, status, answer FROM idempotency_key WHERE key = wanted AND account_id = owner $$;
"""


class Migration(migrations.Migration):
    dependencies = [("idempotency", "0001_start"), ("access", "0002_second_layer")]
    operations = [migrations.RunSQL(PROTECT, BACK)]
