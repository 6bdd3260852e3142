"""The rules of needs, look-alikes, leaving and roll-out hold for every input, not only for the examples of the sources."""
from datetime import date, time, timedelta
from fractions import Fraction
from itertools import pairwise, permutations
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.commission.catalogue.rules import likeness, needs, removal, rollout, rounds
from jiazong.commission.catalogue.rules.likeness import Said
from jiazong.commission.catalogue.rules.removal import (
    BOUGHT,
    LEFT,
    LISTED,
    RENEWAL_APPLIED,
    RENEWAL_REFUSED,
    Event,
)

PLACES, NEEDS = 3, (1, 2, 3, 4, 5)
FORMS = [form for places in range(1, PLACES + 1) for form in permutations(NEEDS, places)]
forms = st.lists(st.sampled_from(FORMS), max_size=30)
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def stratum(key, answers, *, planned=10, population=None):
    return needs.Stratum(key, planned, population, len(answers), needs.counts_of(answers, PLACES))


def rank_of(strata):
    return {one.need: one for one in needs.ranked(strata, NEEDS, PLACES)}


@given(forms, st.randoms(use_true_random=False))
def test_the_order_in_which_forms_come_in_changes_nothing(answers, chance):
    other = list(answers)
    chance.shuffle(other)
    assert needs.ranked([stratum(1, answers)], NEEDS, PLACES) == needs.ranked([stratum(1, other)], NEEDS, PLACES)


@given(forms.filter(bool), forms, st.data())
def test_a_need_put_higher_in_one_form_never_falls(answers, elsewhere, data):
    at = data.draw(st.integers(0, len(answers) - 1))
    form = list(answers[at])
    place = data.draw(st.integers(0, len(form) - 1))
    need = form[place]
    higher = data.draw(st.integers(0, place))
    moved = [*form[:higher], need, *[one for one in form[higher:] if one != need]]
    before = rank_of([stratum(1, answers), stratum(2, elsewhere, planned=3)])
    after = rank_of([stratum(1, [*answers[:at], tuple(moved), *answers[at + 1 :]]), stratum(2, elsewhere, planned=3)])
    assert after[need].score >= before[need].score and after[need].rank <= before[need].rank


@given(forms, forms)
def test_a_score_lies_between_nobody_and_everybody_first_and_ranks_follow_it(one, other):
    found = needs.ranked([stratum(1, one, population=900), stratum(2, other, population=100)], NEEDS, PLACES)
    assert all(0 <= line.score <= 1 for line in found)
    assert all(first.score >= second.score and first.rank <= second.rank for first, second in pairwise(found))
    assert sorted(line.need for line in found) == list(NEEDS)


@given(forms.filter(bool), st.integers(2, 5))
def test_answering_everything_so_many_times_over_changes_no_score(answers, times):
    once, often = (needs.ranked([stratum(1, many)], NEEDS, PLACES) for many in (answers, answers * times))
    assert [(one.need, one.score, one.rank) for one in once] == [(one.need, one.score, one.rank) for one in often]


def test_a_stratum_weighs_as_many_people_as_it_has_however_many_answered():
    few, many = [(1,)], [(2,)] * 9
    by_people = rank_of([stratum(1, few, population=900), stratum(2, many, population=100)])
    assert (by_people[1].score, by_people[2].score) == (Fraction(9, 10), Fraction(1, 10))
    by_sample = rank_of([stratum(1, few, population=900), stratum(2, many)])
    assert by_sample[1].rank == by_sample[2].rank == 1


def test_a_stratum_without_a_form_has_no_weight():
    assert needs.weights([stratum(1, [(1,)], planned=10), stratum(2, [], planned=90)]) == {1: Fraction(1)}


def test_the_groups_of_a_town_come_out_of_its_survey():
    """Domain A9: larger need among the old, the disabled and the young."""
    found = rank_of([stratum("老人", [(1, 2, 3)] * 6, planned=60), stratum("青少年", [(3, 1)] * 3, planned=30)])
    assert [one for one in sorted(NEEDS, key=lambda need: found[need].rank)][:3] == [1, 3, 2]


@pytest.mark.parametrize(("ranked", "code"), [((), "nothing"), ((1, 1), "twice"), ((1, 2, 3, 4), "too_many"), ((9,), "unknown")])
def test_a_form_that_cannot_be_counted_says_why(ranked, code):
    with pytest.raises(needs.BadRanking) as fault:
        needs.check_ranking(ranked, frozenset(NEEDS), PLACES)
    assert fault.value.code == code


texts = st.text("独居长者助餐送服务青年就业，（）A1 ", max_size=30)
said = st.builds(Said, texts, texts)


@given(said, said)
def test_likeness_is_mutual_bounded_and_blind_to_spaces_and_width(one, other):
    how = likeness.likeness(one, other)
    assert 0 <= how <= 1000 and how == likeness.likeness(other, one)
    spaced = Said(f" {one.title}　", one.words.replace("，", " , "))
    assert likeness.likeness(spaced, other) == how


@given(said.filter(lambda one: likeness.folded(one.title)))
def test_a_proposal_is_wholly_like_itself(one):
    assert likeness.likeness(one, one) == 1000


@given(st.lists(said, max_size=8), st.integers(1, 1000))
def test_the_pairs_found_are_those_a_comparison_of_all_with_all_finds(proposals, at_least):
    all_pairs = {
        (first, second): likeness.likeness(proposals[first], proposals[second])
        for first in range(len(proposals)) for second in range(first + 1, len(proposals))
    }  # fmt: skip
    must = {pair: how for pair, how in all_pairs.items() if how >= at_least}
    assert likeness.alike(dict(enumerate(proposals)), at_least) == must


events = st.lists(
    st.builds(lambda kind, day, long: Event(kind, day, day + timedelta(days=long) if kind == BOUGHT else None),
              st.sampled_from([LISTED, BOUGHT, RENEWAL_APPLIED, RENEWAL_REFUSED]), days, st.integers(0, 1100)), max_size=6)  # fmt: skip


@given(events, days)
def test_who_is_being_carried_out_leaves_only_by_a_refusal(told, on):
    found = removal.verdict(told, on=on, unbought_years=2)
    if removal.note_on(told, on) == removal.RUNNING:
        assert found.stays or found.reason == removal.REFUSED


@given(events, days, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_told_and_what_lies_ahead_change_nothing(told, on, chance):
    other = [*told, Event(RENEWAL_REFUSED, on + timedelta(days=1))]
    chance.shuffle(other)
    assert removal.verdict(other, on=on, unbought_years=2) == removal.verdict(told, on=on, unbought_years=2)


@given(events, days, st.integers(1, 4))
def test_a_longer_patience_never_removes_more(told, on, years):
    if removal.verdict(told, on=on, unbought_years=years).stays:
        assert removal.verdict(told, on=on, unbought_years=years + 1).stays


@given(events, days)
def test_a_day_of_leaving_is_never_ahead(told, on):
    found = removal.verdict(told, on=on, unbought_years=2)
    assert found.stays or found.since <= on


DAY = date(2020, 8, 12)


@pytest.mark.parametrize(
    ("told", "on", "reason"),
    [
        ([Event(LISTED, DAY)], date(2022, 8, 11), ""),
        ([Event(LISTED, DAY)], date(2022, 8, 12), removal.UNBOUGHT),
        ([Event(LISTED, DAY), Event(BOUGHT, date(2021, 1, 1), date(2021, 12, 31))], date(2021, 12, 31), ""),
        ([Event(LISTED, DAY), Event(BOUGHT, date(2021, 1, 1), date(2021, 12, 31))], date(2022, 1, 1), removal.CYCLE_ENDED),
        ([Event(BOUGHT, date(2021, 1, 1), date(2021, 12, 31)), Event(RENEWAL_APPLIED, date(2021, 10, 1))], date(2022, 1, 1), ""),
        ([Event(BOUGHT, date(2021, 1, 1), date(2021, 12, 31)), Event(RENEWAL_APPLIED, date(2021, 10, 1))], date(2024, 1, 1), removal.UNBOUGHT),
        ([Event(BOUGHT, date(2021, 1, 1), date(2021, 12, 31)), Event(RENEWAL_REFUSED, date(2021, 11, 1))], date(2021, 11, 1), removal.REFUSED),
        ([Event(RENEWAL_REFUSED, date(2021, 11, 1)), Event(BOUGHT, date(2022, 3, 1), date(2023, 2, 28))], date(2022, 3, 1), ""),
        ([Event(LISTED, date(2020, 2, 29))], date(2022, 3, 1), removal.UNBOUGHT),
        ([Event(LISTED, DAY), Event(LEFT, date(2021, 1, 1))], date(2021, 1, 2), ""),
    ],
)
def test_the_three_reasons_for_leaving_on_their_first_day(told, on, reason):
    found = removal.verdict(told, on=on, unbought_years=2)
    assert (found.stays, found.reason) == (not reason, reason)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12), st.integers(0, 700))
def test_an_agenda_has_no_gap_and_lasts_as_long_as_its_points(minutes, start):
    begins = time(start // 60, start % 60)
    found = rollout.agenda(begins, [(str(at), each) for at, each in enumerate(minutes)])
    assert found[0].starts == begins and all(one.ends == other.starts for one, other in pairwise(found))
    assert found[-1].ends.hour * 60 + found[-1].ends.minute == start + sum(minutes)


def test_the_usual_ceremony_ends_at_five_to_eleven():
    """Domain A39: arrival from 9:00, then 5 + 5 + 5 + 10 + 30 + 30 minutes."""
    assert rollout.agenda(time(9), [(str(at), each) for at, each in enumerate((30, 5, 5, 5, 10, 30, 30))])[-1].ends == time(10, 55)


@given(st.sets(st.text("0123456789", min_size=9, max_size=9), max_size=20), st.data())
def test_coverage_grows_with_every_open_centre_and_says_100_only_for_all(regions, data):
    served = data.draw(st.lists(st.sampled_from(sorted(regions) or ["x"])))
    found, more = rollout.coverage(regions, served), rollout.coverage(regions, [*served, *sorted(regions)[:1]])
    assert found.covered <= more.covered <= more.whole and 0 <= found.percent <= 100
    assert (found.percent == 100) == (found.covered == found.whole > 0)


@given(st.integers(1, 60), st.integers(1, 12))
def test_no_two_tiles_lie_on_each_other(many, columns):
    found = rollout.tiles([f"{number:09}" for number in range(many)], columns)
    assert len({(one.column, one.row) for one in found}) == many and max(one.column for one in found) < columns


@given(days, st.lists(days, max_size=3))
def test_stages_in_order_are_taken_and_others_refused(first, others):
    told = [first, *others]
    names = ("planned", "tendered", "fitted", "opened")
    found = rollout.Days(**dict(zip(names, told, strict=False)))
    if told == sorted(told):
        rollout.check_order(found)
        assert rollout.stage_of(found) == names[len(told) - 1]
    else:
        with pytest.raises(rollout.OutOfOrder):
            rollout.check_order(found)


@pytest.mark.parametrize(("city", "district", "is_right"), [(None, None, True), (40, 60, True), (100, 0, True), (40, 50, False), (None, 100, False), (-10, 110, False)])
def test_city_and_district_pay_all_between_them(city, district, is_right):
    if is_right:
        rounds.check_shares(city, district)
    else:
        with pytest.raises(rounds.BadShares):
            rounds.check_shares(city, district)


def test_the_round_of_2020_took_proposals_on_its_last_day():
    """Domain B2: from 20 January to 31 March."""
    first, last = date(2020, 1, 20), date(2020, 3, 31)
    states = [rounds.state(first, last, is_published=False, on=day) for day in (date(2020, 1, 19), first, last, date(2020, 4, 1))]
    assert states == ["ahead", "open", "open", "reviewing"]
    assert rounds.state(first, last, is_published=True, on=last) == "published"


def test_a_tie_of_votes_carries_nothing():
    assert [rounds.is_carried(*votes) for votes in ((3, 2), (2, 2), (0, 0), (1, 3))] == [True, False, False, False]


def test_136_proposals_are_compared_within_a_second():
    """As many as the round of 2020 (domain B2)."""
    chance = Random(7)
    words = [chr(0x4E00 + number) for number in range(400)]
    proposals = {number: Said("".join(chance.choices(words, k=12)), "".join(chance.choices(words, k=300))) for number in range(136)}
    began = process_time()
    likeness.alike(proposals, 450)
    assert process_time() - began < 1.0
