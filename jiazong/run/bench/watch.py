"""A stopwatch that also counts the processor time of this program, its children and the database server."""
import ctypes
import gc
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Taken:
    """What a piece of work took: seconds by the clock, processor seconds here and in the server, and the load after it."""

    seconds: float
    here: float
    server: float
    load: float

    @property
    def cpu(self) -> float:
        return self.here + self.server

    @property
    def note(self) -> str:
        return f"CPU：程序 {self.here:.1f} 秒，数据库 {self.server:.1f} 秒"


def take(work: Callable[[], Any]) -> tuple[Taken, Any]:
    """Do the work and say what it took; also gives what it answered."""
    server = _server_process()
    before = time.perf_counter(), _here(), cpu_of(server)
    answer = work()
    after = time.perf_counter(), _here(), cpu_of(server)
    seconds, here, there = (new - old for new, old in zip(after, before, strict=True))
    return Taken(seconds, here, there, os.getloadavg()[0]), answer


def median(work: Callable[[], Any], times: int) -> Taken:
    """The middle one of several runs, by the clock."""
    runs = sorted((take(work)[0] for _ in range(times)), key=lambda one: one.seconds)
    return runs[len(runs) // 2]


def cpu_of(process: int) -> float:
    """Processor seconds a process has used; 0 where the system does not tell (a server on another machine)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def backends_cpu() -> float:
    """Processor seconds of the database's processes that serve this database and run now; 0 on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_get_activity(NULL) WHERE datid = (SELECT oid FROM pg_database WHERE datname = current_database())")
        return sum(cpu_of(pid) for (pid,) in cursor.fetchall())


def forget_peak() -> None:
    """From now on the peak of this process's memory is counted anew; what was freed before goes back to the system."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")


def peak_memory() -> float:
    """Megabytes this process held at most since then."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def memory_of(process: int) -> float:
    """Megabytes a process holds in memory."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _here() -> float:
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def _server_process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def load() -> float:
    """The machine's load average of the last minute."""
    return os.getloadavg()[0]
