"""The monthly roll-up of headings, added to in the very transaction of the entries it sums."""
from django.db import connection

ADD = """
INSERT INTO money_monthsum AS total (contract_id, heading_id, month, entries, amount_fen)
SELECT side.contract_id, side.heading_id, date_trunc('month', voucher.day)::date, count(*), sum(side.amount_fen)
FROM money_entry side JOIN money_voucher voucher ON voucher.id = side.voucher_id
WHERE side.voucher_id = ANY(%s)
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
ON CONFLICT (contract_id, heading_id, month) DO UPDATE SET
  entries = total.entries + excluded.entries, amount_fen = total.amount_fen + excluded.amount_fen
"""


def add_vouchers(ids: list[int]) -> None:
    """Add the entries of freshly made vouchers to the roll-up."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, [ids])
