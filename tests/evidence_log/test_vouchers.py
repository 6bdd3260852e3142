"""A voucher has its leaf with every entry: whoever changes an amount, a heading or a word of it is found and named."""
import pytest
from django.db import connection

from jiazong.ground.transparency import actions
from jiazong.ledger.money.tests import factories as money
from tests.evidence_log.house import as_forger, build
from tests.taking_back import taken_back

pytestmark = pytest.mark.django_db
FORGED = (
    "UPDATE money_voucher SET amount_fen = 2 WHERE id = %s", "UPDATE money_voucher SET words = '别的' WHERE id = %s",
    "UPDATE money_voucher SET evidence_sha256 = 'ab' WHERE id = %s",
    "UPDATE money_entry SET amount_fen = 2 * amount_fen WHERE voucher_id = %s", "DELETE FROM money_entry WHERE voucher_id = %s",
)  # fmt: skip


def test_a_changed_voucher_or_entry_is_found_and_named(subtests):
    log = build(postings=4, others=3)
    voucher = money.spent(money.contract(), 1_000)
    actions.sequence()
    assert log.examined().faults == []
    for statement in FORGED:
        with subtests.test(statement), taken_back():
            as_forger()
            with connection.cursor() as cursor:
                cursor.execute(statement, [voucher.pk])
            assert f"voucher:{voucher.pk}" in {fault.subject for fault in log.examined().faults}
