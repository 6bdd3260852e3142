"""Who could take a case: never whom the rules bar, always in the same order, never better for carrying more."""
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.staff.rules import Away
from jiazong.service.intake.rules import allotting
from jiazong.service.intake.rules.allotting import AWAY, CONFLICT, NO_ACCOUNT, NO_CHECK, Asked, Hand, Weights

DAY = date(2026, 3, 2)
WEIGHTS = Weights(full=30, colours={"red": 3, "yellow": 2, "blue": 1, "green": 1, "": 1}, crisis=2, skill=15, soon_days=14, soon_cost=20, decides_cost=100)
SKILLS = ("cantonese", "elderly", "children")
some_skills = st.frozensets(st.sampled_from(SKILLS))
aways = st.lists(
    st.builds(
        lambda first, length: Away(DAY + timedelta(days=first), 0, DAY + timedelta(days=first + length), 1),
        st.integers(-10, 30), st.integers(0, 20),
    ), max_size=2,
).map(tuple)  # fmt: skip
hands = st.lists(
    st.builds(
        Hand, key=st.integers(1, 40), place=st.text("abc", max_size=2), points=st.integers(0, 60), skills=some_skills, away=aways,
        has_check=st.booleans(), has_account=st.booleans(), decides=st.booleans(), minutes=st.integers(0, 12000), expected=st.integers(0, 12000),
    ), unique_by=lambda one: one.key, max_size=12,
)  # fmt: skip
asks = st.builds(
    Asked, key=st.just("a"), points=st.integers(1, 5), skills=some_skills, is_minor=st.booleans(), is_guarded=st.booleans(),
    not_for=st.frozensets(st.integers(1, 40), max_size=5),
)  # fmt: skip


@given(hands, asks)
def test_nobody_is_proposed_who_is_away_unchecked_for_a_minor_in_conflict_or_without_account(team, asked):
    advice = allotting.propose(team, asked, WEIGHTS, on=DAY)
    for one in advice.ranked:
        assert not any(away.on(DAY) for away in one.hand.away)
        assert one.hand.has_check or not asked.is_minor
        assert one.hand.key not in asked.not_for
        assert one.hand.has_account
        assert not (one.hand.decides and asked.is_guarded)
    assert {one.hand.key for one in (*advice.ranked, *advice.barred)} == {one.key for one in team}
    assert all(one.barred for one in advice.barred)


@given(hands, asks, st.randoms())
def test_the_order_does_not_hang_on_the_order_in_which_they_are_asked(team, asked, chance):
    mixed = list(team)
    chance.shuffle(mixed)
    assert allotting.propose(team, asked, WEIGHTS, on=DAY) == allotting.propose(mixed, asked, WEIGHTS, on=DAY)


@given(hands.filter(bool), asks, st.integers(1, 30))
def test_whoever_carries_more_never_stands_better(team, asked, more):
    def place(of):
        ranked = [one.hand.key for one in allotting.propose(of, asked, WEIGHTS, on=DAY).ranked]
        return ranked.index(team[0].key) if team[0].key in ranked else None

    before = place(team)
    after = place([replace(team[0], points=team[0].points + more), *team[1:]])
    assert (before is None) == (after is None)
    assert before is None or after >= before


@given(hands, asks, st.integers(0, 60), st.integers(0, 60))
def test_load_grows_with_points_and_what_a_case_adds_is_the_same_for_all(team, asked, one, other):
    low, high = sorted((one, other))
    assert WEIGHTS.percent(low) <= WEIGHTS.percent(high)
    advice = allotting.propose(team, asked, WEIGHTS, on=DAY)
    assert len({line.added for line in (*advice.ranked, *advice.barred)}) <= 1


@given(hands, st.lists(st.tuples(st.integers(1, 5), some_skills), max_size=15))
def test_a_whole_caseload_is_spread_each_case_to_somebody_who_may_take_it(team, cases):
    asked = [Asked(f"{number:02}", points, skills, is_minor=number % 2 == 0) for number, (points, skills) in enumerate(cases)]
    found = allotting.balance(team, asked, WEIGHTS, on=DAY)
    assert set(found) == {one.key for one in asked}
    carried = {one.key: one.points for one in team}
    for one in sorted(asked, key=lambda case: (-case.points, case.key)):
        assert all(line.hand.points == carried[line.hand.key] for line in found[one.key].ranked)
        if found[one.key].first:
            carried[found[one.key].first.hand.key] += one.points


def test_a_worker_with_the_language_goes_before_one_who_carries_a_little_less():
    speaks, other = Hand(1, "b", 10, skills=frozenset({"cantonese"})), Hand(2, "a", 8)
    advice = allotting.propose([other, speaks], Asked("a", 2, frozenset({"cantonese"})), WEIGHTS, on=DAY)
    assert [one.hand.key for one in advice.ranked] == [1, 2]
    assert (advice.first.load, advice.first.added, advice.first.reasons) == (33, 7, ("fits",))


def test_each_bar_is_named():
    away = Away(DAY, 0, DAY, 1)
    hand = Hand(1, "a", 0, away=(away,), has_check=False, has_account=False)
    advice = allotting.propose([hand], Asked("a", 1, is_minor=True, not_for=frozenset({1})), WEIGHTS, on=DAY)
    assert advice.barred[0].barred == (AWAY, NO_CHECK, CONFLICT, NO_ACCOUNT)
    assert advice.first is None


def test_two_absences_without_a_day_between_are_one_long_one():
    first, second = Away(DAY, 0, DAY + timedelta(days=19), 1), Away(DAY + timedelta(days=20), 0, DAY + timedelta(days=29), 1)
    assert allotting.is_long_away([second, first], on=DAY, days=30)
    assert not allotting.is_long_away([first], on=DAY, days=30)
    assert not allotting.is_long_away([replace(first, first_day=DAY + timedelta(days=1))], on=DAY, days=10)
