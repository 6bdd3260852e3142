"""The register behind the second layer: heads by role, texts by grant or to the person they are about."""
from django.db import migrations

from jiazong.ground.access.grants.sql import granted
from jiazong.ground.access.protection import protect

ME = "(SELECT app.account())"
MYSELF = "(SELECT app.myself())"
HEADS = ("supervision.list", "supervision.read", "supervision.assign", "grants.ask", "grants.decide", "glass.open", "glass.review", "reads.read")
CHECK_HEADS = ("checks.read", "checks.write", "grants.ask", "grants.decide", "glass.open", "glass.review", "reads.read")

FUNCTIONS = """
CREATE FUNCTION app.myself() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT worker.id FROM public.staff_worker worker WHERE worker.account_id = app.account();
END $$;
COMMENT ON FUNCTION app.myself() IS 'The acting account as a worker, wherever it works or has worked.';

CREATE FUNCTION app.holders(wanted text, centre_code text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT DISTINCT account.id FROM public.access_membership held
  JOIN public.accounts_account account ON account.id = held.account_id AND account.is_active
  JOIN public.places_centre centre ON centre.code = centre_code
  WHERE held.role = wanted AND held.first_day <= app.today() AND (held.last_day IS NULL OR held.last_day >= app.today())
    AND (held.scope_kind, held.scope_code) IN (('centre', centre.code), ('agency', centre.agency_id));
END $$;
COMMENT ON FUNCTION app.holders(text, text) IS 'Keys of the accounts that hold a role at a centre or its agency today: whom to tell.';
"""
BACK = "DROP FUNCTION app.holders(text, text); DROP FUNCTION app.myself();"

# A pair is what it was made: only its last day is written later. Its supervisor is the one person who may be given its file.
PAIRS_STAY = """
CREATE TRIGGER supervision_pair_stays BEFORE UPDATE OR DELETE ON supervision_pair
  FOR EACH ROW EXECUTE FUNCTION access_only_these('last_day', 'last_day');
CREATE TRIGGER supervision_check_stays BEFORE UPDATE OR DELETE ON supervision_check
  FOR EACH ROW EXECUTE FUNCTION access_only_these('', 'written_at');
CREATE POLICY app_assign ON access_grant FOR INSERT TO jiazong_app WITH CHECK (
  source = 'assignment' AND subject_type = 'supervision' AND level <= 3 AND created_by_id = (SELECT app.account())
  AND EXISTS (SELECT FROM supervision_pair pair WHERE pair.id::text = subject_id AND pair.supervisor_id = account_id
    AND pair.centre_id = centre AND pair.last_day IS NULL AND pair.centre_id IN (SELECT app.centres('supervision.assign'))));
"""
PAIRS_GO = """
DROP POLICY app_assign ON access_grant;
DROP TRIGGER supervision_check_stays ON supervision_check;
DROP TRIGGER supervision_pair_stays ON supervision_pair;
"""
# Whatever else lets somebody in: who is complained about never sees the note.
NOT_ABOUT_ME = f"""
CREATE POLICY never_about_me ON supervision_note AS RESTRICTIVE FOR ALL TO jiazong_app
  USING (about_id IS NULL OR about_id NOT IN {MYSELF}) WITH CHECK (about_id IS NULL OR about_id NOT IN {MYSELF});
"""


def at(column, *words):
    named = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN (SELECT app.centres({named}))"


def of_note(condition):
    """The text's note, itself under its own policies, fulfils a condition."""
    return f"EXISTS (SELECT FROM supervision_note note WHERE note.id = note_id AND ({condition}))"


def of_check(condition):
    return f"EXISTS (SELECT FROM supervision_check one WHERE one.id = record_id AND ({condition}))"


OWN_PAIR = f"(SELECT mine.id FROM supervision_pair mine WHERE mine.worker_id IN {MYSELF})"
MAY_WRITE = granted("supervision", "supervision_note.pair_id", 3)
READS_TEXT = (
    f"note.pair_id IN {OWN_PAIR} OR {granted('supervision', 'note.pair_id', 2)} OR {granted('supervision_note', 'note.id', 2)}"
)
WRITES_TEXT = of_note(granted("supervision", "note.pair_id", 3))


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_start"), ("access", "0005_grants_protected"), ("staff", "0003_reach")]
    operations = [
        migrations.RunSQL(FUNCTIONS, BACK),
        migrations.RunSQL(PAIRS_STAY, PAIRS_GO),
        protect(
            "supervision_pair",
            select=f"supervisor_id = {ME} OR worker_id IN {MYSELF} OR {at('centre_id', *HEADS)}",
            insert=at("centre_id", "supervision.assign"),
            update=at("centre_id", "supervision.assign"),
        ),
        protect(
            "supervision_note",
            select=f"""pair_id IN {OWN_PAIR} OR {at('centre_id', *HEADS)} OR {granted('supervision', 'supervision_note.pair_id', 1)}
              OR {granted('supervision_note', 'supervision_note.id', 1)}""",
            insert=MAY_WRITE,
            update=MAY_WRITE,
        ),
        migrations.RunSQL(NOT_ABOUT_ME, "DROP POLICY never_about_me ON supervision_note;"),
        protect("supervision_notetext", select=of_note(READS_TEXT), insert=WRITES_TEXT, update=WRITES_TEXT),
        protect("supervision_noteprivate", select=WRITES_TEXT, insert=WRITES_TEXT, update=WRITES_TEXT),
        protect(
            "supervision_check",
            select=f"worker_id IN {MYSELF} OR {at('centre_id', *CHECK_HEADS)}",
            insert=at("centre_id", "checks.write"),
        ),
        protect(
            "supervision_checktext",
            select=of_check(f"one.worker_id IN {MYSELF} OR {granted('staff_check', 'one.id', 2)}"),
            insert=of_check(at("one.centre_id", "checks.write")),
        ),
    ]
