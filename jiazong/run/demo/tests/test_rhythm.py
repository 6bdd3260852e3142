from datetime import date, timedelta
from random import Random

import pytest

from jiazong.run.demo import rhythm, sites
from jiazong.run.demo.lines import Writer
from jiazong.run.demo.rhythm import Outline

METHODS = {"个案": 1, "小组": 2, "社区活动": 3, "探访": 4, "咨询": 5, "四点半课堂": 6}
ROWS = {"个案": 4940, "小组": 1950, "社区活动": 910, "探访": 5560, "咨询": 2780, "四点半课堂": 920}


def outline(manner="on_track", *, as_of=date(2026, 6, 17), **more):
    return Outline(
        first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), as_of=as_of, professionals=tuple(range(1, 15)),
        aides=(15, 16), rows=ROWS, total_minutes=27440 * 60, floor_minutes=22852 * 60,
        manner=sites.manners()[manner], **more,
    )  # fmt: skip


def write(plan, seed=3):
    rng = Random(seed)
    made = rhythm.shifts(plan, is_working=lambda day: day.weekday() < 5, rng=rng)
    writer = Writer(rng, methods=METHODS, direct_share=plan.direct_share, attendance={"社区活动": 74.0})
    return list(writer.write(made))


def test_the_same_seed_writes_the_same_ledger_and_another_seed_another():
    assert write(outline()) == write(outline())
    assert write(outline()) != write(outline(), seed=4)


@pytest.mark.parametrize("manner", ["on_track", "slow", "behind", "ahead"])
def test_a_ledger_comes_to_what_its_manner_says(manner):
    plan = outline(manner)
    lines = write(plan)
    counted = [line for line in lines if line.worker_id in plan.professionals]
    assert sum(line.minutes for line in counted) == pytest.approx(plan.should_be_minutes, rel=0.005)
    floor = float(plan.floor_minutes * plan.elapsed) * plan.manner.direct
    assert sum(line.direct_minutes for line in counted) == pytest.approx(floor, rel=0.01)
    for name in ("个案", "小组", "社区活动", "探访", "四点半课堂"):
        wanted = ROWS[name] * float(plan.elapsed) * plan.manner.methods[name]
        assert sum(line.method_id == METHODS[name] for line in lines) == pytest.approx(wanted, rel=0.01)


def test_nobody_is_in_two_places_at_once_nor_works_longer_than_a_day():
    busy = {}
    for line in write(outline("ahead")):
        busy.setdefault((line.worker_id, line.day), []).append(line)
    for lines in busy.values():
        assert sum(line.minutes for line in lines) < 16 * 60
        timed = sorted((one.start_minute, one.direct_minutes) for one in lines if one.start_minute is not None)
        assert all(start + minutes <= later for (start, minutes), (later, _) in zip(timed, timed[1:], strict=False))


def test_weekends_are_for_events_and_hold_a_small_part():
    lines = write(outline())
    weekend = [line for line in lines if line.day.weekday() >= 5]
    assert {line.method_id for line in weekend} == {METHODS["社区活动"]}
    assert 0.005 < len(weekend) / len(lines) < 0.1


def test_a_steady_worker_records_full_days_but_for_the_days_said_to_be_short():
    missing = {(1, date(2026, 6, 9)): 0, (1, date(2026, 6, 12)): 330}
    lines = write(outline(steady=frozenset({1}), short=missing))
    month = [date(2026, 6, 1) + timedelta(days=n) for n in range(16)]
    recorded = {day: sum(one.minutes for one in lines if one.worker_id == 1 and one.day == day) for day in month}
    for day in month:
        if day.weekday() < 5:
            assert recorded[day] == missing.get((1, day), 480)


@pytest.mark.parametrize("as_of", [date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 5)])
def test_the_first_days_of_a_term_can_be_written(as_of):
    assert all(line.day <= as_of for line in write(outline(as_of=as_of)))
