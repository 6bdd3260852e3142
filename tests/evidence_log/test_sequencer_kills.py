"""The sequencer is killed at random moments while others write: no gap, no double, one root for one size, nothing lost."""
import multiprocessing
import os
import random
import signal
import time

import pytest
from django.db import connections

from jiazong.ground.access.context import acting_as_system
from jiazong.ground.transparency import actions, queries, tree
from jiazong.ground.transparency.models import Checkpoint, Entry, Leaf
from jiazong.run import evidence_log

FORKED = multiprocessing.get_context("fork")
WRITERS = 2
pytestmark = pytest.mark.django_db(transaction=True)


def write_for_ever(name: str, told: object) -> None:
    """One small transaction after the other, each told of once it is safe."""
    dice, number = random.Random(name), 0
    while True:
        with acting_as_system("tests"):
            for _ in range(dice.randrange(1, 30)):
                number += 1
                actions.append("import", f"import:{name}-{number}", {"number": number})
            time.sleep(dice.random() / 50)
        told.value = number


def sequence_for_ever() -> None:
    """The worker's sequencer without its pauses."""
    while True:
        evidence_log.sequence()


def begin(task: object, *given: object) -> multiprocessing.Process:
    connections.close_all()
    process = FORKED.Process(target=task, args=given, daemon=True)
    process.start()
    return process


def killed(process: multiprocessing.Process) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def at_work(kills: int) -> None:
    dice = random.Random(24)
    told = [FORKED.Value("q", 0) for _ in range(WRITERS)]
    writers = [begin(write_for_ever, str(place), one) for place, one in enumerate(told)]
    for _ in range(kills):
        sequencers = [begin(sequence_for_ever) for _ in range(2)]
        time.sleep(dice.uniform(0.02, 0.25))
        for one in sequencers:
            killed(one)
    for writer in writers:
        killed(writer)
    acknowledged = [one.value for one in told]
    while evidence_log.sequence():
        pass
    check(acknowledged)


def check(acknowledged: list[int]) -> None:
    """All that was told of is there once, numbered without a gap, under roots that all grow out of one another."""
    subjects = set(Leaf.objects.values_list("subject", flat=True))
    assert Leaf.objects.count() == len(subjects) >= sum(acknowledged) > 0
    assert all(f"import:{name}-{number}" in subjects for name, last in enumerate(acknowledged) for number in range(1, last + 1))
    assert queries.waiting().leaves == 0
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == list(range(len(subjects)))
    growing, roots = tree.Range(), {}
    for hashed in queries.hashes_from(0, len(subjects)):
        growing.append(hashed)
        roots[growing.size] = growing.root()
    stored = list(Checkpoint.objects.order_by("number"))
    assert [one.number for one in stored] == list(range(1, len(stored) + 1))
    assert all(roots[one.size] == bytes(one.root) for one in stored)
    assert evidence_log.examine().faults == []


def test_a_sequencer_that_is_killed_leaves_no_gap_no_double_and_no_second_root():
    at_work(int(os.environ.get("JIAZONG_KILLS", "15")))


@pytest.mark.long
def test_five_hundred_kills_of_the_sequencer():
    at_work(int(os.environ.get("JIAZONG_KILLS", "500")))
