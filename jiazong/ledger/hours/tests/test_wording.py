from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from jiazong.commission.contracts.rules import HoursSpec
from jiazong.ledger.hours import actions, queries, wording
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db
FIRST = date(2025, 1, 1)
SPACES = str.maketrans("\u00a0", " ")


def on(contract, day):
    return queries.progress_of(contract, as_of=day)


def said(progress, language="zh-hans"):
    with translation.override(language):
        return wording.verdict_sentence(progress).translate(SPACES)


def explained(progress, language="zh-hans"):
    with translation.override(language):
        return wording.explanation(progress).translate(SPACES)


def small(**changes):
    """A contract whose targets a handful of records reach: 2 hours in all, 1 hour direct, 2 visits, no groups wanted."""
    contract = make.make_contract(hours=HoursSpec(1, 120, 60, Decimal(110)), **changes)
    contract.indicators.exclude(code="visits").delete()
    contract.indicators.update(target=2)
    return contract


def record(contract, *, day=FIRST, **figures):
    return actions.post(contract, make.draft(contract, day=day, **figures), by=None)


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [(1, "合同2025年1月1日开始，还有 1 天。", "The contract begins on 1 Jan 2025, in 1 day."), (31, "还有 31 天", "in 31 days.")],
)
def test_before_the_term_the_verdict_says_when_it_begins(days, zh, en):
    progress = on(make.make_contract(), FIRST - timedelta(days=days))
    assert zh in said(progress)
    assert en in said(progress, "en")
    assert explained(progress) == "开始以前还没有可算的进度。"


def test_on_the_way_the_verdict_counts_what_keeps_up_and_what_lags():
    contract = small()
    record(contract, direct=57, indirect=0)
    progress = on(contract, date(2025, 7, 1))
    assert said(progress) == "3 项指标，2 项跟得上，1 项要追。"
    assert said(progress, "en") == "3 measures: 2 on track, 1 to catch up."
    assert wording.finding(progress).kind == "warn"
    assert explained(progress) == "专业服务总工时差 0.05 小时。照目前的平均速度，专业服务总工时到期末完成 95%。"


def test_when_everything_keeps_up_one_phrase_says_so():
    contract = small()
    for _time in range(2):
        record(contract, direct=60, indirect=30)
    assert said(on(contract, date(2025, 7, 1))) == "3 项指标，全部跟得上。"
    assert said(on(contract, date(2025, 7, 1)), "en") == "3 measures, all on track."
    assert explained(on(contract, date(2025, 7, 1))).startswith("全年目标都已经完成。")


def test_when_nothing_was_done_all_are_behind():
    progress = on(small(), date(2025, 7, 1))
    assert said(progress) == "3 项指标，3 项落后。"
    assert said(progress, "en") == "3 measures, 3 behind."
    assert "差 1 户次" in explained(progress)
    assert "到期末完成 0%" in explained(progress)


def test_slow_and_behind_are_told_apart():
    contract = small()
    contract.indicators.update(target=10)
    for _time in range(9):
        record(contract, day=date(2025, 1, 2) + timedelta(days=_time), direct=5, indirect=3)
    progress = on(contract, date(2025, 12, 20))
    assert said(progress) == "3 项指标，3 项要追，其中 2 项落后。"
    assert said(progress, "en") == "3 measures, 3 to catch up, 2 of them far behind."


@pytest.mark.parametrize("later", [0, 100])
def test_after_the_end_the_verdict_says_what_was_reached(later):
    contract = small()
    record(contract, direct=60, indirect=30)
    progress = on(contract, date(2025, 12, 31) + timedelta(days=later))
    assert said(progress) == "3 项指标，1 项完成，2 项没完成。"
    assert said(progress, "en") == "3 measures: 1 reached, 2 not reached."
    assert "到期末" not in explained(progress)
    assert "差 1 户次" in explained(progress)


def test_after_the_end_with_everything_reached_nothing_lacks():
    contract = small()
    for _time in range(2):
        record(contract, direct=60, indirect=6)
    progress = on(contract, date(2025, 12, 31))
    assert said(progress) == "3 项指标，全部完成。"
    assert "合同期到2025年12月31日为止" in explained(progress)


def test_hours_over_the_ceiling_are_told_not_to_count():
    contract = small()
    for _time in range(2):
        record(contract, direct=60, indirect=6)
    assert "110%" not in explained(on(contract, date(2025, 12, 31)))
    record(contract, direct=1, indirect=0)
    assert "总工时已超过 110%（2.2 小时），超过 110% 的部分不计。" in explained(on(contract, date(2025, 12, 31)))
    assert "Total hours passed 110% (2.2 hours)" in explained(on(contract, date(2025, 12, 31)), "en")


def test_at_most_three_are_named_and_the_rest_counted():
    progress = on(make.make_contract(), date(2025, 7, 1))
    assert "另有 2 项也慢了" in explained(progress)
    assert "and 2 more are late." in explained(progress, "en")


def test_a_number_and_its_word_do_not_part():
    progress = on(make.make_contract(), date(2025, 7, 1))
    assert "\u00a0" in wording.amount(progress.measures[0], 60)


def test_the_verdict_is_the_three_pieces_of_the_heading():
    progress = on(small(), date(2025, 7, 1))
    found = wording.finding(progress)
    assert wording.verdict_sentence(progress) == found.before + found.stress + found.after
    assert found.kind == "bad"
