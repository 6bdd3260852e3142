"""What may be decided about a contract year, and what amounts are allowed."""
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.commission.lifecycle.rules import deciding, limits
from jiazong.commission.lifecycle.rules.deciding import MET, NOT_MET, PARTLY, Judged, YearFacts

FACTS = st.builds(
    YearFacts, year=st.integers(1, 3), of_years=st.just(3), is_trial=st.booleans(), accepted=st.none() | st.booleans(),
    evaluation=st.none() | st.integers(0, 100).map(Decimal), pass_at=st.just(60), finance_veto=st.booleans(),
    red_flags=st.lists(st.sampled_from(deciding.FLAGS), unique=True, max_size=2).map(tuple), is_terminated=st.booleans(),
)  # fmt: skip


def year(**changes):
    facts = {
        "year": 1, "of_years": 3, "is_trial": True, "accepted": True, "evaluation": Decimal("81.5"), "pass_at": 60,
        "finance_veto": False, "red_flags": (),
    }  # fmt: skip
    return YearFacts(**facts | changes)


@pytest.mark.parametrize(
    ("changes", "code", "reasons"),
    [
        ({}, "renew", ()),
        ({"red_flags": ("staff_left",)}, "look", ("red_flag",)),
        ({"finance_veto": True}, "refuse", ("finance_veto",)),
        ({"evaluation": None}, "refuse", ("not_evaluated",)),
        ({"evaluation": Decimal("59.99")}, "refuse", ("below_pass",)),
        ({"evaluation": Decimal(60)}, "renew", ()),
        ({"accepted": False}, "refuse", ("not_accepted",)),
        ({"accepted": None}, "refuse", ("acceptance_open",)),
        ({"accepted": None, "is_trial": False}, "renew", ()),
        ({"year": 3}, "cannot", ("last_year",)),
        ({"is_terminated": True, "finance_veto": True}, "cannot", ("terminated", "finance_veto")),
    ],
)
def test_the_advice_on_another_year_names_every_reason(changes, code, reasons):
    advice = deciding.renewal_advice(year(**changes))
    assert (advice.code, advice.reasons) == (code, reasons)


@given(FACTS)
def test_a_veto_or_an_ended_contract_is_never_advised_whatever_else_is_good(facts):
    advice = deciding.renewal_advice(facts)
    if facts.finance_veto or facts.is_terminated or facts.year == 3:
        assert advice.code in ("refuse", "cannot")
    assert bool(advice.reasons) == (advice.code != "renew")


@given(FACTS, st.booleans())
def test_a_decision_as_advised_needs_no_reason_and_any_other_does(facts, renews):
    advice = deciding.renewal_advice(facts)
    as_advised = (advice.code == "renew" and renews) or (advice.code in ("refuse", "cannot") and not renews)
    if advice.code == "cannot" and renews:
        with pytest.raises(deciding.NotDecidable, match="barred"):
            deciding.check_decision(advice, renews=True, reason="就要")
    elif as_advised:
        deciding.check_decision(advice, renews=renews, reason="")
    else:
        with pytest.raises(deciding.NotDecidable, match="reason"):
            deciding.check_decision(advice, renews=renews, reason="  ")
        deciding.check_decision(advice, renews=renews, reason="街道党工委会议决定")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([Judged("a", MET), Judged("b", PARTLY, "差两节")], True), ([Judged("a", MET), Judged("b", NOT_MET, "没有做")], False),
        ([Judged("a", MET), Judged("b", "")], "open"), ([Judged("a", NOT_MET)], "remark"), ([], "open"),
    ],
)  # fmt: skip
def test_a_year_is_accepted_standard_by_standard(rows, found):
    if isinstance(found, bool):
        assert deciding.acceptance_result(rows) is found
    else:
        with pytest.raises(deciding.NotDecidable, match=found):
            deciding.acceptance_result(rows)


@pytest.mark.parametrize(
    ("ground", "is_trial", "cancels"),
    [("breach", True, True), ("breach", False, False), ("major_harm", True, True), ("major_harm", False, True), ("agreed", True, False)],
)
def test_a_breach_in_the_trial_year_and_major_harm_in_any_take_the_later_years(ground, is_trial, cancels):
    assert deciding.cancels_later_years(ground, is_trial=is_trial) is cancels


@given(st.integers(1, 10**12), st.lists(st.integers(-(10**10), 10**10).filter(bool), max_size=6))
def test_all_that_is_bought_in_addition_never_passes_ten_percent(original, wanted):
    agreed = []
    for one in wanted:
        try:
            limits.check_amendment(one, original_fen=original, agreed=agreed, percent=10)
        except limits.AmendmentTooLarge:
            continue
        agreed.append(one)
    assert sum(one for one in agreed if one > 0) * 10 <= original


def test_the_tenth_is_allowed_and_one_fen_more_is_not():
    limits.check_amendment(24_000_000, original_fen=240_000_000, agreed=[], percent=10)
    with pytest.raises(limits.AmendmentTooLarge) as refused:
        limits.check_amendment(14_000_001, original_fen=240_000_000, agreed=[10_000_000, -5_000_000], percent=10)
    assert refused.value.limit_fen == 14_000_000


def test_a_bond_is_a_tenth_of_the_contract_at_most():
    limits.check_bond(24_000_000, contract_fen=240_000_000, percent=10)
    with pytest.raises(limits.BondTooLarge):
        limits.check_bond(24_000_001, contract_fen=240_000_000, percent=10)


@pytest.mark.parametrize(("fund", "extra"), [(200, 0), (209, 0), (210, 1), (240, 4), (250, 5), (150, 0)])
def test_every_ten_wan_above_two_hundred_allow_one_more(fund, extra):
    assert limits.extra_workers(fund * 1_000_000, base_fen=200_000_000, step_fen=10_000_000) == extra


def test_two_hundred_wan_and_a_fifth_are_two_hundred_and_forty():
    assert limits.raised(200_000_000, 20) == 240_000_000
