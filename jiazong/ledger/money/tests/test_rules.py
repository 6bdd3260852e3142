"""The rules of money: what adds up, whatever the figures."""
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ledger.money.rules import bank, booking, shares
from jiazong.ledger.money.rules.booking import Side
from jiazong.ledger.money.rules.shares import Arrival

MONEY = st.integers(1, 10**11)
PERCENTS = st.lists(st.integers(0, 100), min_size=1, max_size=6).map(lambda parts: [*parts, 100 - sum(parts)]).filter(lambda parts: parts[-1] >= 0)


@given(MONEY, PERCENTS)
def test_the_sum_of_instalments_is_the_contract_to_the_fen(whole, percents):
    parts = shares.split(whole, percents)
    assert sum(parts) == whole
    assert all(part >= 0 for part in parts)
    shares.check_sum(whole, parts)


@given(MONEY, st.lists(st.integers(0, 10**9), min_size=1, max_size=5))
def test_instalments_that_are_not_the_contract_are_refused(whole, parts):
    if sum(parts) == whole:
        shares.check_sum(whole, parts)
    else:
        with pytest.raises(shares.SharesWrong) as refused:
            shares.check_sum(whole, parts)
        assert refused.value.missing_fen == whole - sum(parts)


@st.composite
def histories(draw):
    """Postings between eight headings, some of them taken back, in any order."""
    vouchers, sides = [], []
    for _n in range(draw(st.integers(0, 12))):
        if vouchers and draw(st.booleans()):
            made = booking.reversed_sides(draw(st.sampled_from(vouchers)))
        else:
            debit, credit, fen = draw(st.integers(1, 8)), draw(st.integers(1, 8)), draw(MONEY)
            made = [Side(debit, booking.PROJECT, fen), Side(credit, booking.PROJECT, -fen)]
        booking.check_voucher(booking.PROJECT, made)
        vouchers.append(made)
        sides += made
    return vouchers, sides


@given(histories())
def test_the_ledger_balances_after_any_history_of_postings_and_reversals(history):
    _vouchers, sides = history
    assert sum(booking.balances(sides).values()) == 0


@given(histories())
def test_taking_everything_back_leaves_nothing(history):
    vouchers, sides = history
    undone = [side for voucher in vouchers for side in booking.reversed_sides(voucher)]
    assert set(booking.balances([*sides, *undone]).values()) <= {0}


@given(MONEY, MONEY)
def test_what_does_not_balance_is_refused(one, other):
    sides = [Side(1, booking.PROJECT, one), Side(2, booking.PROJECT, -other)]
    if one == other:
        booking.check_voucher(booking.PROJECT, sides)
    else:
        with pytest.raises(booking.NotBalanced):
            booking.check_voucher(booking.PROJECT, sides)


@given(MONEY)
def test_the_street_and_the_project_never_meet_in_a_voucher(fen):
    for fund in booking.FUNDS:
        with pytest.raises(booking.StreetTaskOnProjectMoney):
            booking.check_voucher(fund, [Side(1, booking.PROJECT, fen), Side(2, booking.STREET, -fen)])


@given(st.integers(0, 10**10), st.integers(1, 10**10), st.integers(1, 100))
def test_what_is_missing_for_staff_is_just_enough(staff, rest, minimum):
    whole = staff + rest
    missing = shares.staff_missing(staff, whole, minimum)
    assert (staff + missing) * 100 >= whole * minimum
    assert missing == 0 or (staff + missing - 1) * 100 < whole * minimum


DUE = date(2026, 4, 21)


@pytest.mark.parametrize(
    ("arrival", "today", "state", "late"),
    [
        (Arrival(DUE, False), DUE + timedelta(days=90), shares.WAITING, 0),
        (Arrival(DUE, True), DUE, shares.DUE, 0),
        (Arrival(DUE, True), DUE + timedelta(days=1), shares.LATE, 1),
        (Arrival(DUE, True, paid_on=DUE), DUE + timedelta(days=3), shares.PAID, 3),
        (Arrival(DUE, True, arrived_on=DUE), DUE + timedelta(days=90), shares.ARRIVED, 0),
        (Arrival(DUE, True, arrived_on=DUE + timedelta(days=12)), DUE + timedelta(days=90), shares.ARRIVED_LATE, 12),
    ],
)
def test_an_instalment_is_late_from_the_day_after_its_day(arrival, today, state, late):
    assert (shares.state_of(arrival, today), shares.days_late(arrival, today)) == (state, late)


@pytest.mark.parametrize(
    ("condition", "accepted", "evaluation", "why"),
    [
        (shares.SIGNING, False, None, None), (shares.ACCEPTANCE, True, None, None), (shares.ACCEPTANCE, False, Decimal(99), "not_accepted"),
        (shares.EVALUATION, True, None, "not_evaluated"), (shares.EVALUATION, True, Decimal("59.99"), "below_pass"),
        (shares.EVALUATION, False, Decimal(60), None),
    ],
)  # fmt: skip
def test_an_instalment_is_owed_by_what_it_waits_for_and_nothing_else(condition, accepted, evaluation, why):
    if why is None:
        shares.check_condition(condition, accepted=accepted, evaluation=evaluation, pass_at=60)
    else:
        with pytest.raises(shares.ConditionNotMet, match=why):
            shares.check_condition(condition, accepted=accepted, evaluation=evaluation, pass_at=60)


HEAD = (3, ["交易日期", "摘要", "借方发生额（支取）", "贷方发生额", "余额", "对方户名", "交易流水号"])


def statement(*rows, head=HEAD):
    return [(1, ["账号", "6222"]), head, *((place, list(row)) for place, row in enumerate(rows, start=4))]


def test_a_statement_is_read_by_its_headings():
    rows = statement(("2026-03-05", "工资", "12,000.50", None, "88000", "代发工资", "A1"), (20260306, "拨款", None, 1200000, None, "财政", "A2"), ("合计", None, 12000.5, 1200000))
    read = bank.lines_of(rows)
    assert [(one.day, one.amount_fen, one.party, one.number) for one in read] == [
        (date(2026, 3, 5), -1_200_050, "代发工资", "A1"), (date(2026, 3, 6), 120_000_000, "财政", "A2"),
    ]  # fmt: skip


def test_one_column_of_amounts_with_a_direction_is_read_as_well():
    rows = [(1, ["日期", "金额", "借贷标志", "备注"]), (2, ["2026/3/5", "100", "借", "买纸"]), (3, ["2026/3/5", 100, "贷", "利息"])]
    assert [one.amount_fen for one in bank.lines_of(rows)] == [-10_000, 10_000]


def test_a_file_without_days_and_amounts_is_no_statement():
    with pytest.raises(bank.NoStatement):
        bank.lines_of([(1, ["姓名", "电话"]), (2, ["单小雨", "138"])])


def test_a_line_whose_day_cannot_be_read_is_named():
    with pytest.raises(bank.LineUnread) as refused:
        bank.lines_of(statement(("哪天", "工资", 10, None)))
    assert refused.value.row == 4


LINES = st.builds(bank.Line, st.just(1), st.dates(date(2026, 1, 1), date(2026, 1, 4)), st.integers(-3, 3).filter(bool), st.none() | st.integers(0, 2))


@given(st.lists(LINES, max_size=12))
def test_the_same_statement_has_the_same_keys_and_every_line_its_own(lines):
    first, second = ([one.key for one in bank.keyed(lines)] for _n in range(2))
    assert first == second
    assert len(set(first)) == len(lines)


def test_a_line_belongs_to_the_voucher_of_its_amount_that_says_the_same():
    line = bank.Line(1, date(2026, 3, 5), -1_000, words="长者茶话会茶点")
    booked = [
        bank.Booked(1, date(2026, 3, 4), -1_000, "办公用纸"), bank.Booked(2, date(2026, 3, 1), -1_000, "茶话会茶点"),
        bank.Booked(3, date(2026, 3, 5), 1_000, "茶话会茶点"), bank.Booked(4, date(2026, 2, 1), -1_000, "茶话会茶点"),
    ]  # fmt: skip
    assert bank.best_match(line, booked) == (2, [2, 1])
    assert bank.best_match(line, booked[:1]) == (1, [1])
    alike = [bank.Booked(n, date(2026, 3, 5), -1_000, "水费") for n in (5, 6)]
    assert bank.best_match(line, alike)[0] is None
