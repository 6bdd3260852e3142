import hashlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.supervision.rules import draws
from jiazong.people.supervision.rules.draws import CRISIS, OPEN, UNPLANNED, Candidate, Drawn

ROOT, FIXED = bytes(range(32)), b"beacon round 4711"
SEED = draws.seed(ROOT, "qinghe", FIXED)
seeds = st.binary(min_size=32, max_size=32)
workers = st.sampled_from(["chen", "lin", "huang"])
candidates = st.lists(
    st.builds(Candidate, st.integers(1, 400).map("G-{:03}".format), workers, st.booleans(), st.booleans(), st.booleans()),
    max_size=60, unique_by=lambda one: one.case,
)  # fmt: skip


def held(worker, number, **told):
    return [Candidate(f"{worker}-{index:03}", worker, **told) for index in range(number)]


@pytest.mark.parametrize(("cases", "drawn"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (30, 3), (31, 4), (40, 4), (41, 5), (500, 50)])
def test_at_least_three_or_a_tenth_rounded_up_and_never_more_than_there_are(cases, drawn):
    assert draws.wanted(cases) == drawn
    assert len(draws.draw(SEED, held("chen", cases))) == drawn


def test_the_share_is_each_workers_own():
    found = draws.draw(SEED, [*held("chen", 40), *held("lin", 5), *held("huang", 1)])
    assert {name: sum(one.worker == name for one in found) for name in ("chen", "lin", "huang")} == {"chen": 4, "lin": 3, "huang": 1}


def test_a_draw_made_by_hand_comes_out_the_same():
    """The way the page of the draw tells it, without a line of the module."""

    def framed(part):
        return len(part).to_bytes(4, "big") + part

    label = framed(b"jiazong supervision draw v1")
    seed = hashlib.sha256(label + framed(ROOT) + framed(b"qinghe") + framed(FIXED)).digest()
    assert seed == SEED
    lots = sorted((hashlib.sha256(label + framed(seed) + framed(one.case.encode())).digest(), one.case) for one in held("chen", 20))
    assert sorted(one.case for one in draws.draw(SEED, held("chen", 20))) == sorted(case for _lot, case in lots[:3])


def test_the_seed_is_written_down_once_for_all():
    assert SEED.hex() == "ea294c1b49b4bf81b773080528617c9f5210ade1bb359f7a40d9c993590a8558"


@given(candidates, seeds)
def test_every_crisis_and_every_unplanned_closing_is_read_and_the_rest_by_the_rule(cases, seed):
    found = {one.case: one for one in draws.draw(seed, cases)}
    assert {one.case for one in cases if one.is_crisis or one.is_unplanned} <= set(found)
    for one in cases:
        drawn = found.get(one.case)
        assert drawn is None or drawn == Drawn(one.worker, one.case, CRISIS if one.is_crisis else UNPLANNED if one.is_unplanned else OPEN)
        assert drawn is None or drawn.why != OPEN or one.is_open
    for worker in {one.worker for one in cases}:
        rest = [one for one in cases if one.worker == worker and one.is_open and not (one.is_crisis or one.is_unplanned)]
        assert sum(one.why == OPEN and one.worker == worker for one in found.values()) == draws.wanted(len(rest))


@given(candidates, seeds, st.randoms())
def test_the_order_of_the_list_and_its_doubles_make_no_difference(cases, seed, chance):
    mixed = [*cases, *cases[:5]]
    chance.shuffle(mixed)
    assert draws.draw(seed, mixed) == draws.draw(seed, cases)


@given(candidates, seeds, workers)
def test_nobody_is_kept_out_by_another_workers_cases(cases, seed, worker):
    own = [one for one in cases if one.worker == worker]
    assert [one for one in draws.draw(seed, cases) if one.worker == worker] == draws.draw(seed, own)


@given(candidates, seeds)
def test_a_case_that_was_not_drawn_may_vanish_without_changing_the_draw(cases, seed):
    """The lot of a case hangs on nothing but itself: within the same number nobody can push another in or out."""
    found = draws.draw(seed, cases)
    drawn = {one.case for one in found}
    for out in [one for one in cases if one.case not in drawn and one.is_open][:1]:
        rest = [one for one in cases if one.worker == out.worker and one.is_open and not (one.is_crisis or one.is_unplanned)]
        if draws.wanted(len(rest) - 1) == draws.wanted(len(rest)):
            assert draws.draw(seed, [one for one in cases if one != out]) == found


def test_over_many_seeds_each_case_is_drawn_about_as_often():
    counts = dict.fromkeys((one.case for one in held("chen", 20)), 0)
    for number in range(2_000):
        for one in draws.draw(hashlib.sha256(number.to_bytes(4, "big")).digest(), held("chen", 20)):
            counts[one.case] += 1
    assert all(230 <= count <= 370 for count in counts.values()), counts  # 300 expected, 16 is one deviation


@given(st.binary(max_size=40), st.text(max_size=8), st.binary(max_size=40))
def test_parts_of_the_seed_cannot_be_moved_into_one_another(root, centre, fixed):
    if len(root) != 32 or len(fixed) < 16:
        with pytest.raises(draws.SeedTooShort):
            draws.seed(root, centre, fixed)
    else:
        assert draws.seed(root, centre, fixed) != draws.seed(root, centre + "x", fixed)
        assert draws.seed(root, centre, fixed) != draws.seed(root, centre, fixed + b"x")


@pytest.mark.parametrize("seed", [b"", b"x" * 31, b"x" * 33])
def test_a_seed_that_is_no_hash_draws_nothing(seed):
    with pytest.raises(draws.SeedTooShort):
        draws.draw(seed, held("chen", 5))


def test_other_settings_of_a_place_are_kept():
    assert len(draws.draw(SEED, held("chen", 40), least=1, share=Fraction(1, 4))) == 10
