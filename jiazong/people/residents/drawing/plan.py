"""A genogram as points: where each symbol stands, which line goes where and whom it ends at."""
from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, sqrt

from jiazong.people.residents.drawing import strokes
from jiazong.people.residents.drawing.facts import BIRTH, COHABITING, MARRIED, UNSAID, Couple, Scene, Seen
from jiazong.people.residents.drawing.order import Brood, Order, ordered
from jiazong.people.residents.drawing.places import COLUMN, across
from jiazong.people.residents.drawing.strokes import Box, Point

RADIUS, INDEX_RADIUS = 18, 22
LABEL = 50  # room for the two lines under a symbol
LANE, ARCH = 12, 10
MARGIN = 14
HALF = COLUMN / 2


@dataclass(frozen=True)
class Spot:
    """Where a member stands."""

    seen: Seen
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Line:
    """A line by what it says; it touches the symbols of those in `ends`, the first with its first point."""

    kind: str
    points: tuple[Point, ...]
    ends: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True)
class Plan:
    """The whole drawing."""

    width: float
    height: float
    spots: dict[str, Spot]
    lines: tuple[Line, ...]
    homes: tuple[tuple[Point, ...], ...]


def planned(scene: Scene) -> Plan:
    """Everything of a genogram of a scene in its place; empty for nobody."""
    return _Drawing(scene).plan()


def lanes(spans: Iterable[tuple[float, float]]) -> list[int]:
    """A lane for each span so that no two that meet share one; the same spans always the same lanes."""
    wanted = list(spans)
    ends: list[float] = []
    found = [0] * len(wanted)
    for at in sorted(range(len(wanted)), key=lambda n: (wanted[n], n)):
        low, high = wanted[at]
        lane = next((n for n, end in enumerate(ends) if end < low), len(ends))
        ends[lane:lane + 1] = [high]
        found[at] = lane
    return found


class _Drawing:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.order: Order = ordered(scene)
        self.xs: dict[str, float] = {key: x + MARGIN + HALF for key, x in across(self.order).items()}
        self.row_of = {key: n for n, row in enumerate(self.order.rows) for chain in row for key in chain}
        self.chain_of = {key: chain for row in self.order.rows for chain in row for key in chain}
        self.drop_of = {brood.parents: self._drop(brood) for brood in self.order.broods}
        self.arches = [one for one in self.order.couples if not self._adjacent(one)]
        self.arch_lane = self._arch_lanes()
        self.bar_lane = self._bar_lanes()
        self.ys = self._heights()
        self.spots = {
            key: Spot(scene.members[key], self.xs[key], self.ys[self.row_of[key]], INDEX_RADIUS if key == scene.index else RADIUS)
            for key in self.row_of
        }

    def plan(self) -> Plan:
        """Spots and lines, as wide and high as they are."""
        lines = [*self._couple_lines(), *self._children_lines(), *self._feeling_lines()]
        homes = tuple(tuple(loop) for loop in strokes.outline(self._home_boxes()))
        points = [point for line in lines for point in line.points] + [point for loop in homes for point in loop]
        right = max([x + HALF for x in self.xs.values()] + [x for x, _y in points], default=0)
        low = max([y + RADIUS + LABEL for y in self.ys] + [y for _x, y in points], default=0)
        return Plan(right + MARGIN, low + MARGIN, self.spots, tuple(lines), homes)

    # where lines may run

    def _adjacent(self, couple: Couple) -> bool:
        chain = self.chain_of[couple.one]
        return abs(chain.index(couple.one) - chain.index(couple.other)) == 1

    def _drop(self, brood: Brood) -> float:
        """Where the line to the children goes down: between two columns, beside other such lines."""
        ours = self._gap(brood)
        same = [one.parents for one in self.order.broods if self._gap(one) == ours]
        at = same.index(brood.parents)
        return self.xs[ours] + HALF + (at + 1) // 2 * (7 if at % 2 else -7)

    def _gap(self, brood: Brood) -> str:
        """The member left of the gap the line goes down in."""
        chain = self.chain_of[brood.parents[0]]
        if len(brood.parents) == 1:
            return brood.parents[0]
        return chain[max(map(chain.index, brood.parents)) - 1]

    def _arch_lanes(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Couple apart → its row and its lane above it."""
        found = {}
        for row in range(len(self.order.rows)):
            here = [one for one in self.arches if self.row_of[one.one] == row]
            spans = [tuple(sorted((self.xs[one.one], self.xs[one.other]))) for one in here]
            found.update({(one.one, one.other): (row, lane) for one, lane in zip(here, lanes(spans), strict=True)})
        return found

    def _bar_lanes(self) -> dict[tuple[str, ...], int]:
        """Brood → its lane below the parents' row."""
        found = {}
        for row in range(len(self.order.rows)):
            here = [one for one in self.order.broods if self.row_of[one.parents[0]] == row]
            spans = []
            for one in here:
                xs = [self.drop_of[one.parents], *(self._passage(one, key) for key, _kind in one.children)]
                spans.append((min(xs) - 9, max(xs) + 9))
            found.update({one.parents: lane for one, lane in zip(here, lanes(spans), strict=True)})
        return found

    def _passage(self, brood: Brood, child: str) -> float:
        """Where the line to a child leaves the bar: at the child, or where the rows between are free."""
        between = range(self.row_of[brood.parents[0]] + 1, self.row_of[child])
        return self._free(between, self.xs[child])

    def _free(self, rows: Iterable[int], near: float) -> float:
        taken = [x for key, x in self.xs.items() if self.row_of[key] in rows]
        ways = [near, *(x + side * HALF for x in taken for side in (-1, 1))]
        free = [x for x in ways if all(abs(x - other) >= HALF - 1 for other in taken)]
        return min(free, key=lambda x: (abs(x - near), x))

    def _heights(self) -> list[float]:
        """The middle of each row, with room for what runs between."""
        ys: list[float] = []
        for row in range(len(self.order.rows)):
            arches = [lane for there, lane in self.arch_lane.values() if there == row]
            room = (max(arches) + 1) * ARCH + 8 if arches else 0
            bars = [self.bar_lane[one.parents] for one in self.order.broods if self.row_of[one.parents[0]] == row - 1]
            between = RADIUS + LABEL + 14 + (max(bars, default=0) * LANE) + 22 + INDEX_RADIUS
            ys.append((ys[-1] + between if ys else MARGIN + INDEX_RADIUS + 6) + room)
        return ys

    # lines

    def _couple_lines(self) -> Iterable[Line]:
        for one in self.order.couples:
            left, right = sorted((self.spots[one.one], self.spots[one.other]), key=lambda spot: spot.x)
            ends = (left.seen.key, right.seen.key)
            kind = {COHABITING: "cohabiting", UNSAID: "unsaid", MARRIED: "married"}.get(one.kind, "married")
            if self._adjacent(one):
                points: tuple[Point, ...] = ((left.x + left.radius, left.y), (right.x - right.radius, right.y))
            else:
                top = self._arch(one)
                points = ((left.x + 9, _rim(left, 9)), (left.x + 9, top), (right.x - 9, top), (right.x - 9, _rim(right, 9)))
            yield Line(kind, points, ends, mark=one.end)

    def _arch(self, couple: Couple) -> float:
        row, lane = self.arch_lane[(couple.one, couple.other)]
        return self.ys[row] - INDEX_RADIUS - 8 - lane * ARCH

    def _start(self, brood: Brood) -> list[Point]:
        """From the couple's line, or from the single parent's side, to the top of the drop."""
        x, first = self.drop_of[brood.parents], self.spots[brood.parents[0]]
        if len(brood.parents) == 1:
            low = 9.0 if self.chain_of[brood.parents[0]][-1] != brood.parents[0] else 0.0
            side = sqrt(first.radius**2 - low**2) if _is_round(first) else first.radius
            side = first.radius - low if _is_diamond(first) else side
            return [(first.x + side, first.y + low), (x, first.y + low)]
        couple = next(one for one in self.order.couples if {one.one, one.other} == set(brood.parents))
        return [(x, first.y if self._adjacent(couple) else self._arch(couple))]

    def _children_lines(self) -> Iterable[Line]:
        for brood in self.order.broods:
            x, row = self.drop_of[brood.parents], self.row_of[brood.parents[0]]
            bar = self.ys[row] + RADIUS + LABEL + 8 + self.bar_lane[brood.parents] * LANE
            below = [(key, kind) for key, kind in brood.children if self.row_of[key] > row]
            kinds = {kind for _key, kind in brood.children}
            yield Line(f"drop {BIRTH if BIRTH in kinds else min(kinds)}", (*self._start(brood), (x, bar)), brood.parents)
            for twins in self._litters(brood, below):
                yield from self._verticals(brood, twins, bar)
            for key, kind in brood.children:
                if (key, kind) not in below:
                    child = self.spots[key]
                    yield Line(kind, ((child.x, child.y - child.radius), (x, bar)), (key,))

    def _litters(self, brood: Brood, below: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
        """Children one by one, twins of one kind in the row below together."""
        pairs = {frozenset((one.one, one.other)) for one in self.scene.twins}
        row = self.row_of[brood.parents[0]]
        found: list[list[tuple[str, str]]] = []
        for key, kind in below:
            mine = next((one for one in found for other, its in one if its == kind and frozenset((other, key)) in pairs), None)
            if mine is not None and self.row_of[key] == row + 1:
                mine.append((key, kind))
            else:
                found.append([(key, kind)])
        return found

    def _verticals(self, brood: Brood, litter: list[tuple[str, str]], bar: float) -> Iterable[Line]:
        x = self.drop_of[brood.parents]
        if len(litter) > 1:
            middle = sum(self.xs[key] for key, _kind in litter) / len(litter)
            for key, kind in litter:
                child = self.spots[key]
                yield Line(kind, (self._top(brood, key), (middle, bar), (x, bar)), (child.seen.key,))
            yield from self._same_egg(brood, [key for key, _kind in litter], (middle, bar))
            return
        [(key, kind)] = litter
        top, way = self._top(brood, key), self._passage(brood, key)
        far = self.row_of[key] > self.row_of[brood.parents[0]] + 1
        through = [(top[0], top[1] - 9), (way, top[1] - 9), (way, bar)] if far else [(top[0], bar)]
        yield Line(kind, (top, *through, (x, bar)), (key,))

    def _same_egg(self, brood: Brood, keys: list[str], apex: Point) -> Iterable[Line]:
        for one in self.scene.twins:
            if one.is_identical and one.one in keys and one.other in keys:
                tops = [self._top(brood, key) for key in (one.one, one.other)]
                half = [((top[0] + apex[0]) / 2, (top[1] + apex[1]) / 2) for top in tops]
                yield Line("identical", tuple(half), ())

    def _top(self, brood: Brood, key: str) -> Point:
        """Where the line from these parents meets a child's symbol; a second set of parents comes in beside the first."""
        over = [one.parents for one in self.order.broods if any(child == key for child, _kind in one.children)]
        spot, beside = self.spots[key], (over.index(brood.parents) - (len(over) - 1) / 2) * 10
        beside = max(-12.0, min(12.0, beside))
        return (spot.x + beside, _rim(spot, beside))

    def _feeling_lines(self) -> Iterable[Line]:
        pairs: dict[frozenset[str], int] = {}
        couples = {frozenset((one.one, one.other)) for one in self.order.couples}
        for one in self.scene.feelings:
            pair = frozenset((one.one, one.other))
            nth = pairs[pair] = pairs.get(pair, 0) + 1
            start, end = self.spots[one.one], self.spots[one.other]
            points = self._way(start, end, first=nth + (pair in couples))
            yield Line(one.kind, tuple(points), (one.one, one.other))

    def _way(self, start: Spot, end: Spot, *, first: int) -> list[Point]:
        """The straightest line between two symbols that runs over no third one."""
        others = [spot for spot in self.spots.values() if spot not in (start, end)]
        bulges = [0.0] + [sign * by for by in (26.0, 50.0, 80.0, 120.0, 160.0) for sign in (1, -1)]
        ways = []
        for bulge in bulges[(first - 1) * 2 - (first > 1):] or bulges[-1:]:
            points = strokes.bow((start.x, start.y), (end.x, end.y), bulge)
            hits = sum(hypot(x - spot.x, y - spot.y) < spot.radius + 8 for spot in others for x, y in points)
            out = sum(y < 4 or x < 4 for x, y in points)
            ways.append((hits + out, len(ways), points))
            if not hits and not out:
                break
        points = min(ways)[2]
        return strokes.cut(points, start.radius + 2, end.radius + 2)

    # who lives together

    def _home_boxes(self) -> list[Box]:
        runs: dict[int, list[tuple[float, float]]] = {}
        for row, chains in enumerate(self.order.rows):
            keys = sorted((key for chain in chains for key in chain), key=lambda key: self.xs[key])
            open_run = False
            for key in keys:
                here = self.spots[key].seen.is_here
                if here and open_run:
                    runs[row][-1] = (runs[row][-1][0], self.xs[key] + HALF - 3)
                elif here:
                    runs.setdefault(row, []).append((self.xs[key] - HALF + 3, self.xs[key] + HALF - 3))
                open_run = here
        boxes = [(low, self._roof(row), high, self._floor(row)) for row, spans in runs.items() for low, high in spans]
        rows = sorted(runs)
        for upper, lower in zip(rows, rows[1:], strict=False):
            for span in runs[lower]:
                nearest = min(runs[upper], key=lambda one: (max(one[0] - span[1], span[0] - one[1], 0), one))
                boxes += self._corridor(upper, nearest, lower, span)
        return boxes

    def _roof(self, row: int) -> float:
        return self.ys[row] - INDEX_RADIUS - 6

    def _floor(self, row: int) -> float:
        return self.ys[row] + RADIUS + LABEL - 4

    def _corridor(self, upper: int, above: tuple[float, float], lower: int, below: tuple[float, float]) -> list[Box]:
        low, high = max(above[0], below[0]), min(above[1], below[1])
        near = (low + high) / 2 if high - low >= 24 else max(above[0] + 12, min(above[1] - 12, (below[0] + below[1]) / 2))
        x = self._free(range(upper + 1, lower), near)
        floor, roof = self._floor(upper), self._roof(lower)
        boxes = [(x - 11, floor, x + 11, roof)]
        for at, span, step in ((floor, above, 12), (roof, below, -12)):
            if x - 11 < span[0] or x + 11 > span[1]:
                inner = max(span[0], min(span[1], x))
                boxes.append((min(x - 11, inner), min(at, at + step), max(x + 11, inner), max(at, at + step)))
        return boxes


def _is_round(spot: Spot) -> bool:
    return spot.seen.member.sex == "f"


def _is_diamond(spot: Spot) -> bool:
    return spot.seen.member.sex not in ("m", "f")


def _rim(spot: Spot, beside: float) -> float:
    """How high the upper rim of a symbol is, `beside` its middle."""
    if _is_round(spot):
        return spot.y - sqrt(max(spot.radius**2 - beside**2, 0))
    return spot.y - spot.radius + (abs(beside) if _is_diamond(spot) else 0)
