"""In which order contracts are looked at, and which of them stand on one page; pure."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from jiazong.ledger.hours.rules.progress import BEHIND, DONE, NOT_BEGUN, ON_TRACK, SLOW

Row = TypeVar("Row")
REACHED, NOT_REACHED = "reached", "not_reached"
# The worst first; what is over or has not begun cannot be hurried any more or yet, and comes after what runs.
ORDER = {BEHIND: 0, SLOW: 1, ON_TRACK: 2, NOT_REACHED: 3, REACHED: 4, NOT_BEGUN: 5}


@dataclass(frozen=True)
class Slice:
    """One page of a list, with the keys its neighbours begin after; None where there is no neighbour."""

    rows: list
    newer: str | None
    older: str | None
    first: int


def look(*, code: str, is_over: bool, has_begun: bool, all_reached: bool) -> str:
    """How a contract is called at a glance: while it runs by its verdict, afterwards by whether all was reached."""
    if not has_begun:
        return NOT_BEGUN
    if is_over:
        return REACHED if all_reached else NOT_REACHED
    return ON_TRACK if code == DONE else code


def worst_first(look_of: str, completion: Fraction, expected: Fraction, code: str) -> tuple[int, Fraction, str]:
    """The key by which contracts are sorted: state, then how much of what should be there is, then the code."""
    return ORDER[look_of], completion / expected if expected else Fraction(1), code


def page_after(rows: Sequence[Row], after: str, *, size: int, key: Callable[[Row], str]) -> Slice:
    """The page that follows the row with a key; an unknown key gives the first page. An empty `newer` is the first page."""
    keys = [key(row) for row in rows]
    start = keys.index(after) + 1 if after in keys else 0
    end = min(start + size, len(rows))
    newer = None if start == 0 else "" if start <= size else keys[start - size - 1]
    older = keys[end - 1] if end < len(rows) else None
    return Slice(list(rows[start:end]), newer, older, start)
