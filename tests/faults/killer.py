"""Whoever kills the product's processes at random moments, and notes how long it took until something was recorded again."""
import contextlib
import os
import signal
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from jiazong.run.tests.machine import wait_until
from tests.faults.scene import Scene
from tests.faults.writers import Kept

KINDS = ("web process", "web server", "worker", "database")
# The supervisor takes a process that ends within ten seconds of its start for one that cannot start, and waits longer.
SETTLED_SECONDS = 11


@dataclass
class Toll:
    """How often each kind was killed, and the seconds until the next service was recorded."""

    kills: Counter = field(default_factory=Counter)
    recovery: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def told(self) -> str:
        lines = [f"  {kind:<12} {self.kills[kind]:>4} kills   {_spread(self.recovery[kind])}" for kind in KINDS]
        everything = [one for times in self.recovery.values() for one in times]
        return "\n".join([*lines, f"  {'together':<12} {sum(self.kills.values()):>4} kills   {_spread(everything)}"])


def _spread(times: list[float]) -> str:
    if not times:
        return "-"
    return f"recorded again after p50 {statistics.median(times):.2f} s, max {max(times):.2f} s"


class Killer:
    """Kills one kind after the other, chosen by a seeded chance, until so many have been killed."""

    def __init__(self, scene: Scene, kept: Kept, *, seed: int) -> None:
        self.scene, self.kept, self.chance, self.toll = scene, kept, Random(seed), Toll()
        self.born: dict[int, float] = {}

    def kill(self, *, times: int, seconds: float = float("inf")) -> Toll:
        """Kill so many times, or until the time is up; after each, wait until a service was recorded that began later."""
        wait_until(lambda: self.kept.acknowledged, seconds=60)
        until = time.monotonic() + seconds
        while sum(self.toll.kills.values()) < times and time.monotonic() < until:
            time.sleep(self.chance.uniform(0.03, 0.4))
            kind = self.chance.choice(KINDS)
            victims = self._victims(kind)
            if not victims:
                continue
            for pid in victims:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.toll.kills[kind] += 1
            self.toll.recovery[kind].append(self._recovered(time.monotonic()))
        return self.toll

    def _victims(self, kind: str) -> list[int]:
        installation = self.scene.installation
        if kind == "database":
            return installation.machine.servers() and family_of(installation.machine.servers()[0])
        found = installation.of("worker" if kind == "worker" else "web")
        mains = [pid for pid in found if _group(pid) == pid]
        if kind == "web process":
            return [pid for pid in found if pid not in mains][:1]
        settled = [pid for pid in mains if _age(pid) > SETTLED_SECONDS]
        return settled[:1]

    def _recovered(self, killed: float) -> float:
        def is_recording() -> bool:
            done = list(self.kept.acknowledged.items())[-50:]
            return any(self.kept.began[title] > killed for title, _at in done)

        wait_until(is_recording, seconds=120)
        return time.monotonic() - killed


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _age(pid: int) -> float:
    """For how many seconds a process has lived."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            ticks = int(file.read().rpartition(b")")[2].split()[19])
        with open("/proc/uptime", "rb") as file:
            up = float(file.read().split()[0])
    except OSError:
        return 0.0
    return up - ticks / os.sysconf("SC_CLK_TCK")


def family_of(pid: int) -> list[int]:
    """A process and all its children, the parent first, so that nobody is told of the death of another."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [pid, *(one for child in file.read().split() for one in family_of(int(child)))]
    except OSError:
        return [pid]
