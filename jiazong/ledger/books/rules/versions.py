"""A newer version of a book: which of its unknown rows are old ones that were changed; pure.

Rows that are word for word in the ledger already are the anchors: between two of them a changed row keeps its place.
"""
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

LINEAGE_SHARE = 0.5
LIKENESS_NEEDED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A row by its place and by what makes it itself (day, worker, method, title, field); `key` is its own number."""

    key: int
    source: Hashable
    sheet: str
    row: int
    traits: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row of the new book that stands in an older source word for word, with both its places."""

    source: Hashable
    sheet: str
    new_row: int
    old_row: int


def is_newer_version(*, matched: int, rows_of_source: int, rows_of_book: int) -> bool:
    """Whether a book continues a source: at least half of the smaller one stands in both."""
    smaller = min(rows_of_source, rows_of_book)
    return smaller > 0 and matched / smaller >= LINEAGE_SHARE


def pair_changes(new: Sequence[Line], old: Iterable[Line], anchors: Iterable[Anchor]) -> dict[int, int]:
    """New row → the old row it changes. A row that was added pairs with none, one that vanished is left alone.

    Between two anchors with the same number of lines in both versions the place decides; where lines were added or
    taken out, or no anchor stands around it, the old row must also be alike (three of day, worker, method, title, field).
    """
    by_place: dict[tuple[Hashable, str], dict[int, Line]] = defaultdict(dict)
    for line in old:
        by_place[line.source, line.sheet][line.row] = line
    pinned: dict[tuple[Hashable, str], list[tuple[int, int]]] = defaultdict(list)
    for anchor in anchors:
        pinned[anchor.source, anchor.sheet].append((anchor.new_row, anchor.old_row))
    pairs: dict[int, int] = {}
    waiting = []
    for (source, sheet), left in by_place.items():
        places = sorted(pinned[source, sheet])
        for line in new:
            if line.sheet == sheet and line.key not in pairs:
                found, is_sure = _in_place(line, left, places)
                if found is not None and (is_sure or likeness(line, found) >= LIKENESS_NEEDED):
                    pairs[line.key] = left.pop(found.row).key
                elif left:
                    waiting.append((line, left))
    _pair_by_likeness(waiting, pairs)
    return pairs


def _in_place(line: Line, left: Mapping[int, Line], places: list[tuple[int, int]]) -> tuple[Line | None, bool]:
    """The old row that stands where this one should, and whether the anchors on both sides agree about it."""
    at = bisect_left(places, (line.row, 0))
    before, after = places[at - 1] if at else None, places[at] if at < len(places) else None
    if before and after:
        from_before, from_after = before[1] - before[0], after[1] - after[0]
        found = left.get(line.row + from_before) or left.get(line.row + from_after)
        return found, from_before == from_after
    only = before or after
    return left.get(line.row + (only[1] - only[0] if only else 0)), only is not None


def _pair_by_likeness(waiting: list[tuple[Line, dict[int, Line]]], pairs: dict[int, int]) -> None:
    """Rows that moved as well as changed: the nearest old row that is alike in at least four of the five traits."""
    for line, left in waiting:
        if line.key in pairs:
            continue
        alike = [old for old in left.values() if likeness(line, old) > LIKENESS_NEEDED]
        if alike:
            nearest = min(alike, key=lambda old: (-likeness(line, old), abs(old.row - line.row)))
            pairs[line.key] = left.pop(nearest.row).key


def likeness(one: Line, other: Line) -> int:
    """In how many traits two rows agree."""
    return sum(a == b for a, b in zip(one.traits, other.traits, strict=True))
