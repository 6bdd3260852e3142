"""The books balance, keep what was booked, and keep the street's tasks off the project's money, also against the database."""
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from jiazong.ground.transparency.models import Leaf
from jiazong.ledger.money.actions import planning, posting
from jiazong.ledger.money.models import Entry, Heading, MonthSum, Voucher
from jiazong.ledger.money.queries import books
from jiazong.ledger.money.rules import booking
from jiazong.ledger.money.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.contract()


def test_what_was_spent_stands_on_its_line_and_leaves_the_bank(ours):
    make.granted(ours)
    make.spent(ours, 1_000_000)
    make.spent(ours, 250_000, "活动")
    money = make.money(ours)
    assert (money.granted_fen, money.spent_fen, money.staff_fen, money.bank_fen) == (120_000_000, 1_250_000, 1_000_000, 118_750_000)
    assert [one.variance.left_fen for one in money.lines] == [155_000_000, 59_750_000, 24_000_000]


def test_the_same_voucher_sent_twice_counts_once(ours):
    key, draft = uuid4(), posting.Draft(make.DAY, booking.SPENT, "三月工资", "发票 001")
    first, second = (posting.spend(ours, make.line(ours), 500, draft, by=None, request_key=key) for _n in range(2))
    assert first == second
    assert Voucher.objects.count() == 1


def test_a_reversal_takes_everything_back_and_both_stay(ours):
    voucher = make.spent(ours, 1_000)
    back = posting.reverse(voucher, reason="重复", by=None)
    assert make.money(ours).spent_fen == 0
    assert (back.number, back.amount_fen, back.reverses) == (2, -1_000, voucher)
    for again in (voucher, back):
        with pytest.raises(booking.AlreadyReversed):
            posting.reverse(again, reason="再来", by=None)


def test_a_task_of_the_street_is_never_booked_on_project_money(ours):
    draft = posting.Draft(make.DAY, booking.STREET_TASK, "创卫布置", "发票 002")
    with pytest.raises(booking.StreetTaskOnProjectMoney):
        posting.spend(ours, make.line(ours, "活动"), 1_000, draft, by=None)
    street = Heading.objects.get(contract=ours, kind=booking.STREET_COST)
    posting.spend(ours, street, 1_000, draft, by=None)
    money = make.money(ours)
    assert (money.spent_fen, money.street_fen, money.bank_fen) == (0, 1_000, 0)


@pytest.mark.parametrize("statement", ["UPDATE money_voucher SET words = 'x'", "DELETE FROM money_voucher", "UPDATE money_entry SET amount_fen = 1", "DELETE FROM money_entry"])
def test_the_database_changes_and_removes_nothing_that_was_booked(ours, statement):
    make.spent(ours, 1_000)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET ROLE NONE")
        # An owner who is no superuser is held back by the policies before the trigger is asked; take them away too.
        for table in ("money_voucher", "money_entry"):
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(statement)


def test_the_database_itself_refuses_a_street_task_on_project_money(ours):
    """Past every line of code: neither a voucher of the wrong fund nor an entry on the other fund's heading can be written."""
    project, street = make.line(ours), Heading.objects.get(contract=ours, kind=booking.STREET_BANK)
    facts = {"contract": ours, "number": 7, "day": make.DAY, "amount_fen": 5, "words": "创卫"}
    with pytest.raises(IntegrityError, match="money_earmark"), transaction.atomic():
        Voucher.objects.create(kind=booking.STREET_TASK, fund=booking.PROJECT, **facts)
    for fund in booking.FUNDS:
        with pytest.raises(IntegrityError, match="money_entry_fund"), transaction.atomic():
            voucher = Voucher.objects.create(kind=booking.STREET_TASK, fund=booking.STREET, **facts)
            Entry.objects.bulk_create(
                Entry(contract=ours, voucher=voucher, heading=one, fund=fund, amount_fen=fen) for one, fen in ((project, 5), (street, -5))
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_what_does_not_balance_and_what_is_added_later(ours):
    voucher = make.spent(ours, 1_000)
    facts = {"contract": ours, "heading": make.line(ours), "fund": booking.PROJECT}
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        Entry.objects.bulk_create(Entry(voucher=voucher, amount_fen=fen, **facts) for fen in (5, -4))
    assert Entry.objects.filter(voucher=voucher).count() == 2


@pytest.mark.parametrize(("day", "words"), [(date(2024, 12, 31), "早"), (date(2099, 1, 1), "晚")])
def test_a_day_before_the_contract_or_ahead_is_refused(ours, day, words):
    with pytest.raises(booking.OutsideYear):
        make.spent(ours, 100, day=day, words=words)


def test_money_without_a_receipt_or_a_word_about_it_is_not_spent(ours):
    with pytest.raises(booking.NoEvidence):
        posting.spend(ours, make.line(ours), 100, posting.Draft(make.DAY, booking.SPENT, "无票"), by=None)


def test_every_voucher_has_its_leaf_of_the_evidence_log(ours):
    voucher = make.spent(ours, 1_000)
    posting.reverse(voucher, reason="重复", by=None)
    subjects = Leaf.objects.filter(kind="voucher").order_by("id").values_list("subject", flat=True)
    assert list(subjects) == [f"voucher:{one}" for one in Voucher.objects.order_by("id").values_list("pk", flat=True)]


def test_the_roll_up_is_what_the_entries_are(ours):
    make.granted(ours)
    for fen, day in ((700, date(2025, 3, 5)), (300, date(2025, 4, 1)), (50, date(2025, 4, 30))):
        make.spent(ours, fen, day=day)
    posting.reverse(Voucher.objects.get(amount_fen=300), reason="退回", by=None)
    counted = dict(Entry.objects.filter(contract=ours).values("heading").annotate(sum=Sum("amount_fen")).values_list("heading", "sum"))
    assert books.sums_of([ours.pk]) == counted
    april = MonthSum.objects.get(heading=make.line(ours), month=date(2025, 4, 1))
    assert (april.entries, april.amount_fen) == (3, 50)


def test_numbers_run_in_each_contract_from_one(ours):
    theirs = make.contract("hechong-2025", "hechong", agency="河涌社工")
    numbers = [make.spent(of, 100).number for of in (ours, theirs, ours)]
    assert numbers == [1, 1, 2]


def test_what_is_left_is_carried_into_the_next_year_once():
    old = make.contract("qinghe-2024", term__first_day="2024-01-01", term__last_day="2024-12-31")
    new = make.contract("qinghe-2025", term__year=2)
    make.granted(old, on=date(2024, 2, 1))
    make.spent(old, 20_000_000, day=date(2024, 5, 1))
    planning.carry_over(old, new, on=date(2025, 1, 5), by=None)
    assert planning.carry_over(old, new, on=date(2025, 1, 5), by=None) is None
    assert (make.money(old).bank_fen, make.money(old).carried_fen) == (0, -100_000_000)
    assert (make.money(new).bank_fen, make.money(new).carried_fen) == (100_000_000, 100_000_000)
