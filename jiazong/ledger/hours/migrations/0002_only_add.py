"""Postings and closings are only added: the database itself refuses to change or remove one."""
from django.db import migrations

FORBID = """
CREATE FUNCTION hours_only_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The ledger is append-only: % on % is refused; post a reversal instead', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER hours_posting_only_add BEFORE UPDATE OR DELETE ON hours_posting
  FOR EACH ROW EXECUTE FUNCTION hours_only_add();
CREATE TRIGGER hours_closing_only_add BEFORE UPDATE OR DELETE ON hours_monthclosing
  FOR EACH ROW EXECUTE FUNCTION hours_only_add();
"""
ALLOW = """
DROP TRIGGER hours_posting_only_add ON hours_posting;
DROP TRIGGER hours_closing_only_add ON hours_monthclosing;
DROP FUNCTION hours_only_add();
"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_start")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
