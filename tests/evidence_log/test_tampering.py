"""Whoever owns the database changes it at random; every time it is found and named, and honest work never is."""
import os
from random import Random

import pytest

from tests.evidence_log.forging import FORGERIES
from tests.evidence_log.house import as_forger, build, grow
from tests.taking_back import taken_back

pytestmark = pytest.mark.django_db


def missed(log, forgery, dice: Random) -> str:
    """What an examination fails to name after a forgery; nothing if it was found. Everything is taken back."""
    with taken_back():
        as_forger()
        names, subject = forgery(log, dice)
        found = log.examined().faults
        told = {fault.what for fault in found}
        if not names & told:
            return f"{forgery.__name__}: {sorted(names)} expected, {sorted(told)} found"
        if subject and not any(fault.what in names and fault.subject == subject for fault in found):
            return f"{forgery.__name__}: {subject} is not named"
        return ""


def test_every_way_to_forge_the_log_is_found_and_named(subtests):
    log, dice = build(), Random(0)
    assert log.examined().faults == []
    for forgery in FORGERIES:
        with subtests.test(forgery.__name__):
            assert [fault for _ in range(3) if (fault := missed(log, forgery, dice))] == []
    assert log.examined().faults == []


def test_honest_work_is_never_called_forged():
    log, dice = build(), Random(1)
    for _ in range(int(os.environ.get("JIAZONG_HONEST_RUNS", "8"))):
        grow(log, dice)
        report = log.examined()
        assert (report.faults, report.size + report.pending) == ([], report.leaves)


@pytest.mark.long
def test_random_forgeries_by_the_thousand_are_all_found():
    """JIAZONG_MUTATIONS says how many; the log grows honestly in between and is sound each time."""
    log, dice = build(), Random(2)
    faults, made = [], int(os.environ.get("JIAZONG_MUTATIONS", "100000"))
    for number in range(made):
        forgery = dice.choice(FORGERIES)
        if fault := missed(log, forgery, dice):
            faults.append(f"{number} {fault}")
        if number % 100 == 99:
            assert log.examined().faults == []
    assert faults == []
