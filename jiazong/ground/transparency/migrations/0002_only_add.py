"""The log is only added to: the database refuses to change or remove; each leaf keeps the number of its transaction."""
from django.db import migrations

TABLES = ("leaf", "log", "adoption", "entry", "node", "checkpoint", "cosignature")
TRANSACTION = """
ALTER TABLE transparency_leaf ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX transparency_leaf_by_xid ON transparency_leaf (xid);
"""
NO_TRANSACTION = "ALTER TABLE transparency_leaf DROP COLUMN xid;"
FORBID = """
CREATE FUNCTION transparency_only_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The evidence log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER transparency_{name}_only_add BEFORE UPDATE OR DELETE ON transparency_{name} "
    "FOR EACH ROW EXECUTE FUNCTION transparency_only_add();\n"
    for name in TABLES
)
ALLOW = "".join(f"DROP TRIGGER transparency_{name}_only_add ON transparency_{name};\n" for name in TABLES) + (
    "DROP FUNCTION transparency_only_add();"
)


class Migration(migrations.Migration):
    dependencies = [("transparency", "0001_start")]
    operations = [migrations.RunSQL(TRANSACTION, NO_TRANSACTION), migrations.RunSQL(FORBID, ALLOW)]
