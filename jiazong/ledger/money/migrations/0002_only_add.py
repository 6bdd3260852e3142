"""Vouchers and entries are only added, balance, and keep the street's tasks off the project's money: the database itself refuses else."""
from django.db import migrations

FORBID = """
CREATE FUNCTION money_only_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The books are append-only: % on % is refused; book a reversal instead', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER money_voucher_only_add BEFORE UPDATE OR DELETE ON money_voucher FOR EACH ROW EXECUTE FUNCTION money_only_add();
CREATE TRIGGER money_entry_only_add BEFORE UPDATE OR DELETE ON money_entry FOR EACH ROW EXECUTE FUNCTION money_only_add();
"""
ALLOW = """
DROP TRIGGER money_entry_only_add ON money_entry;
DROP TRIGGER money_voucher_only_add ON money_voucher;
DROP FUNCTION money_only_add();
"""
# The entries of a voucher come in one statement: what it adds must balance voucher by voucher, and no voucher gets
# entries a second time, so that nothing is ever added to what was booked before.
BALANCE = """
CREATE FUNCTION money_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added GROUP BY voucher_id HAVING sum(amount_fen) <> 0 OR count(*) < 2) THEN
    RAISE EXCEPTION 'a voucher does not balance' USING ERRCODE = 'check_violation', CONSTRAINT = 'money_balance';
  END IF;
  IF EXISTS (SELECT FROM money_entry there WHERE there.voucher_id IN (SELECT voucher_id FROM added)
    AND there.id NOT IN (SELECT id FROM added)) THEN
    RAISE EXCEPTION 'a voucher is whole when it is booked' USING ERRCODE = 'check_violation', CONSTRAINT = 'money_whole';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER money_entry_balances AFTER INSERT ON money_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION money_balances();
"""
NO_BALANCE = "DROP TRIGGER money_entry_balances ON money_entry; DROP FUNCTION money_balances();"
# Earmark: an entry has the contract and the fund of its voucher and of its heading, so these can never differ.
EARMARK = """
ALTER TABLE money_voucher ADD CONSTRAINT money_voucher_whose UNIQUE (id, contract_id, fund);
ALTER TABLE money_heading ADD CONSTRAINT money_heading_whose UNIQUE (id, contract_id, fund);
ALTER TABLE money_entry
  ADD CONSTRAINT money_entry_fund_of_voucher FOREIGN KEY (voucher_id, contract_id, fund) REFERENCES money_voucher (id, contract_id, fund),
  ADD CONSTRAINT money_entry_fund_of_heading FOREIGN KEY (heading_id, contract_id, fund) REFERENCES money_heading (id, contract_id, fund);
"""
NO_EARMARK = """
ALTER TABLE money_entry DROP CONSTRAINT money_entry_fund_of_heading, DROP CONSTRAINT money_entry_fund_of_voucher;
ALTER TABLE money_heading DROP CONSTRAINT money_heading_whose;
ALTER TABLE money_voucher DROP CONSTRAINT money_voucher_whose;
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0001_start")]
    operations = [
        migrations.RunSQL(FORBID, ALLOW),
        migrations.RunSQL(BALANCE, NO_BALANCE),
        migrations.RunSQL(EARMARK, NO_EARMARK),
    ]
