"""Requests, copies and locked files behind the second layer; no grant on a locked case; what was taken back is not read on."""
from django.db import migrations

from jiazong.ground.access.grants.sql import granted
from jiazong.ground.access.protection import also, protect, within

ME = "(SELECT app.account())"
SEES = within("centre_id", "centres", "rights.read", "rights.write", "rights.decide", "rights.looks", "rights.copy")
WRITES = within("centre_id", "centres", "rights.write")
DECIDES = within("centre_id", "centres", "rights.decide")
AT_THE_DESK = f"{WRITES} AND kind IN ('looks', 'correct', 'explain') AND state IN ('open', 'done')"
# A copy opens to whoever wrote the request down, by the decision of somebody else.
COPY_GRANT = f"""source = 'data_right' AND purpose = 'data_rights' AND subject_type = 'person_copy' AND created_by_id = {ME}
  AND approver_id = {ME} AND account_id <> {ME} AND EXISTS (SELECT FROM rights_request asked
    WHERE asked.id::text = subject_id AND asked.centre_id = access_grant.centre AND asked.kind = 'copy' AND asked.state = 'granted'
      AND asked.decided_by_id = {ME} AND asked.written_by_id = account_id AND asked.{DECIDES})"""

RULES = """
CREATE TRIGGER rights_request_stays BEFORE UPDATE ON rights_request
  FOR EACH ROW WHEN (current_user <> 'jiazong_system')
  EXECUTE FUNCTION access_only_these('state,ground,remark,decided_by_id,decided_at', 'decided_at');
CREATE TRIGGER rights_archive_stays BEFORE UPDATE ON rights_archive
  FOR EACH ROW WHEN (current_user <> 'jiazong_system')
  EXECUTE FUNCTION access_only_these('forget_asked_at,forget_asked_by_id', 'forget_asked_at');

CREATE FUNCTION rights_no_grant_on_locked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.subject_type = 'case' AND EXISTS (SELECT FROM public.rights_archive locked WHERE locked.case_id::text = NEW.subject_id) THEN
    RAISE EXCEPTION 'A locked file opens to nobody' USING ERRCODE = 'check_violation', CONSTRAINT = 'access_grant_not_locked';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rights_no_grant_on_locked BEFORE INSERT ON access_grant
  FOR EACH ROW EXECUTE FUNCTION rights_no_grant_on_locked();

CREATE POLICY sight_for_rights ON cases_case FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY sight_for_rights ON cases_party FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY sight_for_rights ON access_read FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY sight_for_rights ON custody_look FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY sight_for_rights ON residents_phone FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY sight_for_rights ON residents_residence FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION app.rights_who(of_person uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 2 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT other.id FROM public.residents_person own JOIN public.residents_person other
    ON other.id = coalesce(own.same_as_id, own.id) OR other.same_as_id = coalesce(own.same_as_id, own.id)
    WHERE own.id = of_person AND own.centre_id IN (SELECT app.centres('rights.looks', 'rights.decide'));
END $$;
COMMENT ON FUNCTION app.rights_who(uuid) IS 'The keys a person is on record under, for whoever may answer her.';

CREATE FUNCTION app.rights_open_cases(of_person uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT count(*) FROM public.cases_party party JOIN public.cases_case one ON one.id = party.case_id
    WHERE one.ended_on IS NULL AND (party.person_id = of_person OR party.person_id IN (SELECT app.rights_who(of_person))));
END $$;
COMMENT ON FUNCTION app.rights_open_cases(uuid) IS 'How many cases about a person go on; a number and nothing else.';

CREATE FUNCTION app.rights_looks(of_person uuid, before timestamptz, most integer)
RETURNS TABLE (at timestamptz, who text, kind text, what text, purpose text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
  WITH persons AS (SELECT app.rights_who(of_person) AS id),
  files AS (
    SELECT party.case_id::text AS id FROM public.cases_party party JOIN persons ON persons.id = party.person_id
    UNION SELECT persons.id::text FROM persons
    UNION SELECT phone.id::text FROM public.residents_phone phone JOIN persons ON persons.id = phone.person_id
    UNION SELECT home.household_id::text FROM public.residents_residence home JOIN persons ON persons.id = home.person_id
    UNION SELECT asked.id::text FROM public.rights_request asked JOIN persons ON persons.id = asked.person_id
  ), looks AS (
    SELECT one.at, one.account_id, one.subject_type::text AS kind, one.what::text AS what, one.purpose::text AS purpose
      FROM public.access_read one JOIN files ON files.id = one.subject_id
    UNION ALL
    SELECT one.at, one.account_id, one.subject_type::text, one."column"::text, one.reason::text
      FROM public.custody_look one JOIN files ON files.id = one.subject_id WHERE one.kind = 'uncovered'
  )
  SELECT looks.at, coalesce(account.name, '')::text, looks.kind, looks.what, looks.purpose
    FROM looks LEFT JOIN public.accounts_account account ON account.id = looks.account_id
    WHERE before IS NULL OR looks.at < before ORDER BY looks.at DESC LIMIT least(most, 500);
END $$;
COMMENT ON FUNCTION app.rights_looks(uuid, timestamptz, integer) IS
  'Who looked at what is kept about a person, for whoever may answer her; no word of what was read.';

CREATE FUNCTION app.rights_held_back(of_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE about uuid; restricted boolean;
BEGIN
  SELECT party.person_id, one.is_restricted INTO about, restricted
    FROM public.cases_party party JOIN public.cases_case one ON one.id = party.case_id WHERE party.case_id = of_case;
  RETURN about IS NOT NULL AND (app.consent_withdrawn(about, 'service') OR restricted AND app.consent_withdrawn(about, 'sensitive'));
END $$;
COMMENT ON FUNCTION app.rights_held_back(uuid) IS 'Whether a person has taken back what her case is read for; asked by policies.';
"""
BACK = """
DROP FUNCTION app.rights_held_back(uuid);
DROP FUNCTION app.rights_looks(uuid, timestamptz, integer);
DROP FUNCTION app.rights_open_cases(uuid);
DROP FUNCTION app.rights_who(uuid);
DROP POLICY sight_for_rights ON residents_residence;
DROP POLICY sight_for_rights ON residents_phone;
DROP POLICY sight_for_rights ON custody_look;
DROP POLICY sight_for_rights ON access_read;
DROP POLICY sight_for_rights ON cases_party;
DROP POLICY sight_for_rights ON cases_case;
DROP TRIGGER rights_no_grant_on_locked ON access_grant;
DROP FUNCTION rights_no_grant_on_locked();
DROP TRIGGER rights_archive_stays ON rights_archive;
DROP TRIGGER rights_request_stays ON rights_request;
"""


def held_back(table, column="case_id"):
    """Whatever else lets somebody in: what a person took back is read no further, from the next statement on."""
    condition = f"NOT app.rights_held_back({column})"
    return migrations.RunSQL(
        f"CREATE POLICY taken_back ON {table} AS RESTRICTIVE FOR SELECT TO jiazong_app USING ({condition})",
        f"DROP POLICY taken_back ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_start"), ("access", "0005_grants_protected"), ("cases", "0002_second_layer"), ("consent", "0002_second_layer"),
        ("custody", "0002_second_layer"), ("residents", "0002_second_layer"),
    ]  # fmt: skip
    operations = [
        protect(
            "rights_request",
            select=SEES,
            insert=f"written_by_id = {ME} AND state = 'open' AND {WRITES}",
            update=f"{DECIDES} OR {AT_THE_DESK}",
            check=f"decided_by_id = {ME} AND ({DECIDES} OR {AT_THE_DESK})",
            seen_by_functions=True,
        ),
        protect("rights_copy", select=granted("person_copy", "rights_copy.request_id", 4)),
        protect("rights_archive", select=SEES, update=DECIDES, seen_by_functions=True),
        migrations.RunSQL(RULES, BACK),
        also("access_grant", "rights_copy", "insert", COPY_GRANT),
        # Whoever answers a request sees who asked, and nobody else of the register.
        also("residents_person", "of_requests", "select", f"id IN (SELECT asked.person_id FROM rights_request asked WHERE asked.{DECIDES})"),
        *(held_back(f"cases_{name}") for name in ("intake", "assessment", "plan", "notetext")),
        migrations.RunSQL(
            """CREATE POLICY taken_back ON residents_tag AS RESTRICTIVE FOR SELECT TO jiazong_app
              USING (NOT is_restricted OR NOT app.consent_withdrawn(person_id, 'sensitive'))""",
            "DROP POLICY taken_back ON residents_tag",
        ),
    ]
