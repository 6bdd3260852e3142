"""kill -9 of web, worker and database at random moments under load: nothing acknowledged is lost, nothing stands twice.

JIAZONG_TEST_KILLS=300 (the long run's size), JIAZONG_TEST_SEED=1.
"""
import os
import sys

import pytest

from tests.faults.books import hand_in, posted_once, take_care
from tests.faults.killer import Killer
from tests.faults.scene import evidence_of, faults_of_the_books, furnish, titles
from tests.faults.writers import at_work, lost_and_doubled

pytestmark = pytest.mark.xdist_group("serving")
SEED = int(os.environ.get("JIAZONG_TEST_SEED", "1"))


def survive(installation, *, kills: int, seconds: float, people: int, ledgers: int) -> None:
    """Let people record and ledgers be imported while processes are killed, then count everything."""
    scene = furnish(installation, people)
    books = hand_in(scene, ledgers)
    with take_care(scene, seconds=seconds + 240), at_work(scene, seed=SEED) as kept:
        toll = Killer(scene, kept, seed=SEED).kill(times=kills, seconds=seconds)
    there = titles(scene)
    lost, doubled = lost_and_doubled(there, kept)
    print(
        f"\nkill -9 under load, seed {SEED}, load {os.getloadavg()[0]:.1f}\n{toll.told()}\n"
        f"  {len(kept.acknowledged):,} acknowledged, {len(lost)} lost, {len(doubled)} doubled, {kept.tries:,} sent, "
        f"{kept.replayed} first heard from the key, {kept.repeated} sent again though answered, {len(kept.unanswered)} never answered, slowest answer {kept.slowest:.1f} s, "
        f"other answers {kept.said}",
        file=sys.stderr,
    )
    assert (lost, doubled, kept.not_replayed) == ([], [], 0)
    assert len(kept.acknowledged) > kills
    assert set(kept.said) <= {0, 500, 502, 503}, "only a broken connection or a 503 may stand for an answer"
    assert 500 not in kept.said, installation.log()[-4000:]
    assert faults_of_the_books(scene) == []
    assert posted_once(scene, books) == []
    evidence = evidence_of(scene)
    assert evidence is None or evidence["faults"] == []


def test_nothing_acknowledged_is_lost_and_nothing_doubled_while_processes_are_killed(installation):
    survive(installation, kills=6, seconds=20, people=3, ledgers=1)


@pytest.mark.long
def test_three_hundred_kills_lose_nothing_and_double_nothing(installation):
    kills = int(os.environ.get("JIAZONG_TEST_KILLS", "300"))
    survive(installation, kills=kills, seconds=3600, people=4, ledgers=max(kills // 8, 2))
