"""Row-level security in migrations: `operations = [protect("hours_posting", select=..., insert=...)]`.

What is not named is not allowed: a verb without a condition has no policy, so the database refuses it or shows no row.
The conditions are SQL on the table's own columns; the functions of schema `app` say what the acting account reaches.
"""
from django.db import migrations

APP, SYSTEM = "jiazong_app", "jiazong_system"
ANY_PURPOSE = "(SELECT app.system())"
VERBS = ("select", "insert", "update", "delete")


def protect(
    table: str,
    *,
    select: str | None = None,
    insert: str | None = None,
    update: str | None = None,
    check: str | None = None,
    delete: str | None = None,
    system: str | None = ANY_PURPOSE,
    seen_by_functions: bool = False,
) -> migrations.RunSQL:
    """Force row-level security on a table; the conditions are those of the acting account, `system` that of system jobs.

    `update` says which rows may be locked or changed, `check` what they must be afterwards (by default the same).
    `seen_by_functions` lets the owner read, for tables from which the functions of schema `app` work out the reach.
    """
    wanted = {"select": select, "insert": insert, "update": update, "delete": delete}
    lines = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
    lines += [policy(table, verb, condition, check=check) for verb, condition in wanted.items() if condition]
    if system:
        lines.append(f"CREATE POLICY system ON {table} FOR ALL TO {SYSTEM} USING ({system}) WITH CHECK ({system})")
    if seen_by_functions:
        lines.append(f"CREATE POLICY sight ON {table} FOR SELECT TO CURRENT_USER USING (true)")
    return migrations.RunSQL(";\n".join(lines) + ";", unprotected(table))


def policy(table: str, verb: str, condition: str, *, check: str | None = None) -> str:
    """The statement that lets the acting account do one verb on the rows of a condition; named app_VERB."""
    if verb == "insert":
        rest = f"WITH CHECK ({condition})"
    elif verb == "update":
        rest = f"USING ({condition}) WITH CHECK ({check or condition})"
    else:
        rest = f"USING ({condition})"
    return f"CREATE POLICY app_{verb} ON {table} FOR {verb.upper()} TO {APP} {rest}"


def also(table: str, name: str, verb: str, condition: str) -> migrations.RunSQL:
    """One more way to the rows of a table that another app protects: permissive, so that either condition is enough."""
    statement = policy(table, verb, condition).replace(f"POLICY app_{verb} ", f"POLICY {name} ", 1)
    return migrations.RunSQL(statement, f"DROP POLICY {name} ON {table}")


def within(column: str, function: str, *words: str) -> str:
    """The condition that a column lies in what the acting account reaches by one of these words: app.FUNCTION(words)."""
    named = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN (SELECT app.{function}({named}))"


def replace_policy(table: str, verb: str, condition: str, *, before: str, check: str | None = None) -> migrations.RunSQL:
    """Change one condition in a later migration; `before` is the condition it had, for the way back."""
    drop = f"DROP POLICY app_{verb} ON {table};\n"
    return migrations.RunSQL(drop + policy(table, verb, condition, check=check), drop + policy(table, verb, before))


def unprotected(table: str) -> str:
    """The way back: no policy is left and the table is as it was."""
    return f"""
DO $$ DECLARE one name; BEGIN
  FOR one IN SELECT polname FROM pg_policy WHERE polrelid = '{table}'::regclass LOOP
    EXECUTE format('DROP POLICY %I ON {table}', one);
  END LOOP;
END $$;
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
