"""Named points at which a test lets the product die, fail or hesitate; without JIAZONG_FAULTS none of them does anything."""
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError

KINDS = ("kill", "raise", "delay")


class PlannedFault(OperationalError):
    """The failure a test has asked for; of the kind a database that is lost or full would be."""


@dataclass
class Plan:
    """At which point, at its how-manieth passing, what happens; `passed` counts, `happened` says that it came to it."""

    point: str
    nth: int
    kind: str
    seconds: float = 0.05
    passed: int = 0
    happened: bool = False


_plan: Plan | None = None


def plan_of(text: str) -> Plan:
    """A plan as JIAZONG_FAULTS writes it, `commit.after:1:kill` or `sql.before:3:delay:0.5`. Raises ValueError."""
    point, nth, kind, *seconds = text.split(":")
    if kind not in KINDS:
        raise ValueError(f"JIAZONG_FAULTS knows {', '.join(KINDS)}, not {kind!r}")
    return Plan(point, int(nth), kind, *map(float, seconds))


def fault_point(name: str) -> None:
    """Pass a named point."""
    if _plan is not None and _plan.point == name:
        _plan.passed += 1
        if _plan.passed == _plan.nth:
            _plan.happened = True
            _happen(_plan)


def _happen(plan: Plan) -> None:
    if plan.kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if plan.kind == "delay":
        time.sleep(plan.seconds)
        return
    raise PlannedFault(plan.point)


@contextmanager
def planned(text: str) -> Iterator[Plan]:
    """Let one fault happen within this block."""
    global _plan
    before, _plan = _plan, plan_of(text)
    try:
        yield _plan
    finally:
        _plan = before


if _told := os.environ.get("JIAZONG_FAULTS"):
    _plan = plan_of(_told)
