"""A hundred thousand vouchers: pages, statement and a new voucher stay as quick as with one."""
from time import perf_counter

import pytest
from django.db import connection
from django.urls import reverse

from jiazong.commission.contracts.tests.reading import Page
from jiazong.ledger.money.actions import roll_up
from jiazong.ledger.money.models import Voucher
from jiazong.ledger.money.tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MANY, SECONDS = 100_000, 1.0
FILL = """
INSERT INTO money_voucher (contract_id, number, day, kind, fund, amount_fen, words, evidence, evidence_sha256, is_late, reason)
SELECT %(code)s, n, date '2025-01-01' + (n %% 300)::int, 'spent', 'project', 100 + n %% 977, '支出', '发票', '', false, ''
FROM generate_series(1, %(many)s) n;
INSERT INTO money_entry (contract_id, voucher_id, heading_id, fund, amount_fen)
SELECT %(code)s, one.id, side.heading, 'project', side.sign * one.amount_fen FROM money_voucher one,
  (VALUES (%(line)s, 1), (%(bank)s, -1)) side(heading, sign) WHERE one.contract_id = %(code)s;
"""


def test_pages_of_a_hundred_thousand_vouchers_stay_quick(client, capsys):
    of = make.contract()
    given = {"code": of.pk, "many": MANY, "line": make.line(of).pk, "bank": of.headings.get(kind="bank").pk}
    with connection.cursor() as cursor:
        cursor.execute(FILL % {name: f"'{value}'" if isinstance(value, str) else value for name, value in given.items()})
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("ANALYZE money_voucher, money_entry")
        cursor.execute("SET LOCAL ROLE jiazong_system")
    roll_up.add_vouchers(list(Voucher.objects.values_list("pk", flat=True)))
    client.force_login(make.director(of))
    took = {}
    for name in ("contract", "vouchers", "voucher_new", "bank"):
        address = reverse(f"money:{name}", args=[of.pk])
        client.get(address)
        began = perf_counter()
        assert client.get(address).status_code == 200
        took[name] = perf_counter() - began
    address = reverse("money:vouchers", args=[of.pk])
    began = perf_counter()
    assert client.get(address + Page(client.get(address)).links["next"]).status_code == 200
    took["older page"] = perf_counter() - began
    began = perf_counter()
    make.spent(of, 1_000)
    took["one more"] = perf_counter() - began
    with capsys.disabled():
        print(f"\n{MANY:,} vouchers:", ", ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in took.items()))
    assert {name: seconds for name, seconds in took.items() if seconds > SECONDS} == {}
