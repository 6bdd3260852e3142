"""The database adds what is posted to the month by itself, and one function tells what must be known before a line.

Nobody but the database writes the sums any more: whoever acts needs no right to them. `app.posting_facts` asks once whether
the account may post there, where nine tables each asked for themselves.
"""
from importlib import import_module

from django.db import migrations

from jiazong.ground.access.protection import policy, replace_policy, within

BY = ("hours.log", "hours.correct")
POSTS = f"({within('contract_id', 'own_contracts', *BY)} OR {within('contract_id', 'contracts', 'books.confirm')})"
SUMS_BEFORE = f"{within('contract_id', 'contracts', 'progress.read', 'months.read', 'books.confirm')} OR {POSTS}"
SUMS = (
    f"{within('contract_id', 'contracts', 'progress.read', 'months.read', 'books.confirm')} OR {within('contract_id', 'own_contracts', *BY)}"
)
ROLL_UP = f"""
CREATE FUNCTION hours_roll_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- In the order of the key, so that two writers of the same months wait for each other instead of standing in each other's way.
  INSERT INTO public.hours_monthtotal AS total (contract_id, month, method_id, rows, direct_minutes, indirect_minutes,
    person_times, counted_direct_minutes, counted_indirect_minutes)
  SELECT contract_id, date_trunc('month', day::timestamp)::date, method_id, sum(quantity), sum(direct_minutes), sum(indirect_minutes),
    sum(person_times), coalesce(sum(direct_minutes) FILTER (WHERE counts_hours), 0),
    coalesce(sum(indirect_minutes) FILTER (WHERE counts_hours), 0)
  FROM made GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (contract_id, month, method_id) DO UPDATE SET
    rows = total.rows + excluded.rows,
    direct_minutes = total.direct_minutes + excluded.direct_minutes,
    indirect_minutes = total.indirect_minutes + excluded.indirect_minutes,
    person_times = total.person_times + excluded.person_times,
    counted_direct_minutes = total.counted_direct_minutes + excluded.counted_direct_minutes,
    counted_indirect_minutes = total.counted_indirect_minutes + excluded.counted_indirect_minutes;
  RETURN NULL;
END $$;
CREATE TRIGGER hours_posting_rolls_up AFTER INSERT ON hours_posting
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION hours_roll_up();
CREATE POLICY rolling ON hours_monthtotal FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);
DROP POLICY app_insert ON hours_monthtotal;
DROP POLICY app_update ON hours_monthtotal;
DROP POLICY app_select ON hours_monthtotal;
{policy("hours_monthtotal", "select", SUMS)};
"""
BY_HAND = f"""
DROP TRIGGER hours_posting_rolls_up ON hours_posting; DROP FUNCTION hours_roll_up();
DROP POLICY rolling ON hours_monthtotal;
DROP POLICY app_select ON hours_monthtotal;
{policy("hours_monthtotal", "select", SUMS_BEFORE)};
{policy("hours_monthtotal", "insert", POSTS)};
{policy("hours_monthtotal", "update", POSTS)};
"""
# Asked in the order of how many do: the workers themselves before whoever takes in a book.
MAY_ADD_BEFORE = import_module("jiazong.ledger.hours.migrations.0003_second_layer").MAY_ADD
MAY_ADD = f"""{within("worker_id", "own_workers", *BY)} AND {within("contract_id", "own_contracts", *BY)}
  OR {within("contract_id", "contracts", "books.confirm")}"""
SEEN = ("contracts_assignment", "contracts_method", "contracts_hoursrule", "hours_monthclosing", "hours_source")
# A function that changes nothing, yet is volatile: what it asks after the locks must see what was written while it waited.
FACTS = """
CREATE FUNCTION app.may_post(contract text, worker bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_setting('role') = 'jiazong_system' THEN
    RETURN app.system();
  END IF;
  RETURN worker IN (SELECT app.own_workers('hours.log', 'hours.correct'))
      AND contract IN (SELECT app.own_contracts('hours.log', 'hours.correct'))
    OR contract IN (SELECT app.contracts('books.confirm', 'intake.triage'));
END $$;
CREATE FUNCTION app.posting_facts(contract text, worker bigint, method bigint, on_day date, key uuid)
RETURNS TABLE (counts_hours boolean, has_method boolean, is_closed boolean, rule bigint, source uuid, same_key bigint, spans integer[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT app.may_post(contract, worker) THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('contract ' || contract, 1));
  PERFORM pg_advisory_xact_lock(2, worker::integer);
  RETURN QUERY SELECT
    (SELECT one.is_professional FROM public.contracts_assignment one WHERE one.contract_id = contract AND one.worker_id = worker),
    EXISTS (SELECT FROM public.contracts_method one WHERE one.contract_id = contract AND one.id = method),
    EXISTS (SELECT FROM public.hours_monthclosing one WHERE one.contract_id = contract AND one.month = date_trunc('month', on_day::timestamp)::date),
    (SELECT one.id FROM public.contracts_hoursrule one WHERE one.contract_id = contract ORDER BY one.first_day > on_day,
      CASE WHEN one.first_day <= on_day THEN one.first_day END DESC, CASE WHEN one.first_day <= on_day THEN one.version END DESC,
      one.first_day, one.version LIMIT 1),
    (SELECT one.id FROM public.hours_source one WHERE one.contract_id = contract AND one.kind = 'screen'),
    (SELECT one.id FROM public.hours_posting one WHERE one.request_key = key),
    ARRAY(SELECT ARRAY[line.direct_minutes + line.indirect_minutes, line.start_minute, line.direct_minutes] FROM public.hours_posting line
      WHERE line.worker_id = worker AND line.day = on_day AND line.quantity = 1
        AND NOT EXISTS (SELECT FROM public.hours_posting back WHERE back.reverses_id = line.id));
END $$;
COMMENT ON FUNCTION app.may_post(text, bigint) IS 'Whether the acting account may post a line for this worker to this contract.';
COMMENT ON FUNCTION app.posting_facts(text, bigint, bigint, date, uuid) IS
  'Hold contract and worker, then tell what must be known before a line; nothing to whoever may not post it.';
"""
FORGET = """
DROP FUNCTION app.posting_facts(text, bigint, bigint, date, uuid);
DROP FUNCTION app.may_post(text, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0007_sealed_notes"), ("contracts", "0005_quick_reach")]
    operations = [
        migrations.RunSQL(ROLL_UP, BY_HAND),
        replace_policy("hours_posting", "insert", MAY_ADD, before=MAY_ADD_BEFORE),
        *(
            migrations.RunSQL(f"CREATE POLICY sight ON {name} FOR SELECT TO CURRENT_USER USING (true)", f"DROP POLICY sight ON {name}")
            for name in SEEN
        ),
        migrations.RunSQL(FACTS, FORGET),
    ]
