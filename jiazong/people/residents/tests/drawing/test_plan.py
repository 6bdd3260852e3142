from math import hypot

import pytest
from hypothesis import given, settings

from jiazong.people.residents.drawing.facts import as_of
from jiazong.people.residents.drawing.places import COLUMN
from jiazong.people.residents.drawing.plan import INDEX_RADIUS, LABEL, lanes, planned
from jiazong.people.residents.tests.drawing import families as make

TODAY = make.TODAY


def apart(plan) -> None:
    spots = sorted(plan.spots.values(), key=lambda spot: (spot.y, spot.x))
    for one, other in zip(spots, spots[1:], strict=False):
        if one.y == other.y:
            assert other.x - one.x >= COLUMN - 0.001, (one.seen.key, other.seen.key)
        else:
            assert other.y - one.y >= 2 * INDEX_RADIUS + LABEL


@settings(max_examples=40, deadline=None)
@given(make.families())
def test_any_family_stands_apart_and_everybody_born_stands_once(family):
    scene = as_of(family, TODAY)
    plan = planned(scene)
    assert set(plan.spots) == set(scene.members)
    apart(plan)
    assert all(0 < spot.x < plan.width and 0 < spot.y < plan.height for spot in plan.spots.values())


@settings(max_examples=40, deadline=None)
@given(make.families())
def test_every_line_ends_at_those_it_is_about(family):
    plan = planned(as_of(family, TODAY))
    for line in plan.lines:
        for key in line.ends:
            spot = plan.spots[key]
            if line.kind.startswith("drop"):
                continue  # begins at the line of the couple, see below
            near = min(hypot(x - spot.x, y - spot.y) for x, y in line.points)
            assert near <= spot.radius * 1.5 + 3, (line.kind, key)


@settings(max_examples=40, deadline=None)
@given(make.families())
def test_the_line_to_children_begins_on_their_parents_line(family):
    plan = planned(as_of(family, TODAY))
    couples = {frozenset(line.ends): line for line in plan.lines if line.kind in ("married", "cohabiting", "unsaid")}
    for line in plan.lines:
        if line.kind.startswith("drop") and len(line.ends) == 2:
            x, y = line.points[0]
            legs = couples[frozenset(line.ends)].points
            assert any(
                min(a[0], b[0]) <= x <= max(a[0], b[0]) and abs(a[1] - y) < 1
                for a, b in zip(legs, legs[1:], strict=False) if a[1] == b[1]
            )  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(make.families())
def test_the_same_family_is_always_drawn_the_same(family):
    scene = as_of(family, TODAY)
    assert planned(scene) == planned(scene)


@settings(max_examples=30, deadline=None)
@given(make.trees())
def test_partners_stand_side_by_side_and_children_below_by_birth(family):
    scene = as_of(family, TODAY)
    plan = planned(scene)
    for one in scene.couples:
        left, right = plan.spots[one.one], plan.spots[one.other]
        assert left.y == right.y and abs(left.x - right.x) == COLUMN
    for links in ({link.parent for link in scene.parents},):
        for parent in links:
            children = [plan.spots[link.child] for link in scene.parents if link.parent == parent]
            assert all(child.y > plan.spots[parent].y for child in children)
            by_place = sorted(children, key=lambda spot: spot.x)
            births = [spot.seen.member.born_on for spot in by_place]
            assert births == sorted(births)


def test_a_single_child_stands_in_the_middle_under_both_parents():
    plan = planned(as_of(make.three_generations(), TODAY))
    middle = (plan.spots["weiqiang"].x + plan.spots["zhaomin"].x) / 2
    assert abs(plan.spots["zixuan"].x - middle) <= 1


@pytest.mark.parametrize("family", [make.three_generations(), make.thirty()])
def test_no_line_of_a_bond_runs_over_somebody_else(family):
    plan = planned(as_of(family, TODAY))
    for line in plan.lines:
        if line.kind in ("close", "distant"):
            for spot in plan.spots.values():
                if spot.seen.key not in line.ends:
                    assert all(hypot(x - spot.x, y - spot.y) > spot.radius for x, y in line.points)


def test_thirty_people_fit_into_three_rows():
    plan = planned(as_of(make.thirty(), TODAY))
    assert len(plan.spots) == 30
    assert len({spot.y for spot in plan.spots.values()}) == 3
    apart(plan)


def test_the_dashed_line_goes_round_those_who_live_here_and_nobody_else():
    plan = planned(as_of(make.thirty(), TODAY))
    for spot in plan.spots.values():
        assert inside(plan.homes, spot.x, spot.y) == spot.seen.is_here, spot.seen.key


def inside(loops, x: float, y: float) -> bool:
    crossings = 0
    for loop in loops:
        for (x1, y1), (x2, y2) in zip(loop, (*loop[1:], loop[0]), strict=True):
            crossings += (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    return crossings % 2 == 1


@settings(max_examples=30, deadline=None)
@given(make.families())
def test_the_dashed_line_never_takes_in_who_lives_elsewhere(family):
    plan = planned(as_of(family, TODAY))
    for spot in plan.spots.values():
        assert inside(plan.homes, spot.x + 0.37, spot.y + 0.41) == spot.seen.is_here


def test_spans_that_meet_never_share_a_lane():
    assert lanes([(0, 10), (5, 8), (11, 12), (9, 20)]) == [0, 1, 0, 1]
