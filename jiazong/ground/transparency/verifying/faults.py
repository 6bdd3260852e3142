"""What can be wrong with a log, and the report of an examination. Pure."""
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

MOST = 1000


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: what, about which deed, at which place, under which checkpoint (its size)."""

    what: str
    kind: str = ""
    subject: str = ""
    index: int | None = None
    checkpoint: int | None = None


@dataclass(frozen=True)
class Signed:
    """A checkpoint that is kept somewhere: its size, its root and where it lies ("stored", "head", a file's name)."""

    size: int
    root: bytes
    where: str


@dataclass(frozen=True)
class Standing:
    """How far a witness has signed."""

    name: str
    role: str
    size: int


@dataclass
class Report:
    """The outcome: size and root of the tree as it is, how many checkpoints, who signed how far, what is wrong."""

    size: int = 0
    root: bytes = b""
    checkpoints: int = 0
    witnesses: list[Standing] = field(default_factory=list)
    quorum: int = 0
    pending: int = 0
    leaves: int = 0
    faults: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(self, fault: Fault) -> None:
        """Keep a fault; beyond a thousand they are only counted."""
        if len(self.faults) < MOST:
            self.faults.append(fault)
        else:
            self.more += 1

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True)
class Timeline:
    """When the tree had which size, from the stored checkpoints in order."""

    sizes: Sequence[int]
    times: Sequence[datetime]

    def covering(self, index: int) -> int | None:
        """The size of the first checkpoint that contains a leaf; nothing while there is none."""
        place = bisect_right(self.sizes, index)
        return self.sizes[place] if place < len(self.sizes) else None

    def bounds(self, index: int | None) -> tuple[datetime | None, datetime | None]:
        """The times of the checkpoints before and of the one that contains a leaf; a waiting leaf comes after the last."""
        place = bisect_right(self.sizes, index) if index is not None else len(self.sizes)
        before = self.times[place - 1] if place else None
        return before, self.times[place] if place < len(self.times) else None
