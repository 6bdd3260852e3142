"""The money of a contract stands behind the second layer: vouchers for who keeps them, sums for who pays and oversees."""
from django.db import migrations

from jiazong.ground.access.protection import protect, within

KEEPS = within("contract_id", "contracts", "money.read", "money.write")
SUMS = within("contract_id", "contracts", "money.sums", "money.read", "money.write", "money.pay")
WRITES = within("contract_id", "contracts", "money.write")
PAYS = within("contract_id", "contracts", "money.write", "money.pay", "contracts.accept")
LEAF = """
CREATE POLICY app_select_voucher ON transparency_leaf FOR SELECT TO jiazong_app
  USING (kind = 'voucher' AND facts IS NULL AND EXISTS (
    SELECT 1 FROM money_voucher line WHERE line.id = substr(transparency_leaf.subject, 9)::bigint));
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0002_only_add"), ("contracts", "0004_protected"), ("transparency", "0004_leaves_of_rows")]
    operations = [
        protect("money_heading", select=SUMS, insert=WRITES, update=WRITES, delete=WRITES),
        protect("money_voucher", select=KEEPS, insert=WRITES),
        protect("money_entry", select=KEEPS, insert=WRITES),
        protect("money_monthsum", select=SUMS, insert=WRITES, update=WRITES),
        protect("money_instalment", select=SUMS, insert=WRITES, update=PAYS, delete=WRITES),
        protect("money_bankline", select=KEEPS, insert=WRITES, update=WRITES),
        migrations.RunSQL(LEAF, "DROP POLICY app_select_voucher ON transparency_leaf"),
    ]
