"""Plain geometry of lines: along a bow, beside it, in zigzag, and round a heap of boxes."""
from collections.abc import Sequence
from math import cos, hypot, pi, sin

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def bow(start: Point, end: Point, bulge: float, steps: int = 24) -> list[Point]:
    """Points along a curve from start to end that swings out by `bulge` to its left; straight at 0."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    side = ((end[1] - start[1]) / length, -(end[0] - start[0]) / length)
    points = []
    for n in range(steps + 1):
        at = n / steps
        swing = 4 * at * (1 - at) * bulge
        points.append((start[0] + (end[0] - start[0]) * at + side[0] * swing, start[1] + (end[1] - start[1]) * at + side[1] * swing))
    return points


def cut(points: Sequence[Point], start_gap: float, end_gap: float) -> list[Point]:
    """The part of a line that lies outside a circle round its start and one round its end."""
    first, last = points[0], points[-1]
    inner = [p for p in points if _far(p, first) > start_gap and _far(p, last) > end_gap]
    if len(inner) < 2:
        return list(points)
    return [_at_gap(first, inner[0], start_gap), *inner, _at_gap(last, inner[-1], end_gap)]


def _far(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _at_gap(centre: Point, toward: Point, gap: float) -> Point:
    far = _far(centre, toward) or 1.0
    return (centre[0] + (toward[0] - centre[0]) * gap / far, centre[1] + (toward[1] - centre[1]) * gap / far)


def beside(points: Sequence[Point], by: float) -> list[Point]:
    """A line that runs `by` to the left of another."""
    moved = []
    for n, point in enumerate(points):
        before, after = points[max(n - 1, 0)], points[min(n + 1, len(points) - 1)]
        length = _far(before, after) or 1.0
        moved.append((point[0] + (after[1] - before[1]) / length * by, point[1] - (after[0] - before[0]) / length * by))
    return moved


def zigzag(points: Sequence[Point], wide: float = 4.0, every: float = 7.0) -> list[Point]:
    """A line that goes along another in teeth; it begins and ends where the other does."""
    even = _even(points, every)
    left, right = beside(even, wide), beside(even, -wide)
    return [even[0], *((left if n % 2 else right)[n] for n in range(1, len(even) - 1)), even[-1]]


def _even(points: Sequence[Point], every: float) -> list[Point]:
    total = sum(_far(one, other) for one, other in zip(points, points[1:], strict=False))
    count = max(2, round(total / every))
    return [along(points, n / count) for n in range(count + 1)]


def along(points: Sequence[Point], part: float) -> Point:
    """The point a part of the way (0–1) along a line."""
    legs = [_far(one, other) for one, other in zip(points, points[1:], strict=False)]
    left = sum(legs) * part
    for leg, one, other in zip(legs, points, points[1:], strict=False):
        if left <= leg and leg:
            return (one[0] + (other[0] - one[0]) * left / leg, one[1] + (other[1] - one[1]) * left / leg)
        left -= leg
    return points[-1]


def on_ring(centre: Point, wide: float, high: float, part: float) -> Point:
    """The point a part of the way (0–1) round a ring, from the top clockwise."""
    return (centre[0] + wide * sin(2 * pi * part), centre[1] - high * cos(2 * pi * part))


def outline(boxes: Sequence[Box]) -> list[list[Point]]:
    """The closed lines round everything some boxes cover together, holes included."""
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    covered = {
        (i, j)
        for i in range(len(xs) - 1) for j in range(len(ys) - 1)
        if any(box[0] <= xs[i] and xs[i + 1] <= box[2] and box[1] <= ys[j] and ys[j + 1] <= box[3] for box in boxes)
    }  # fmt: skip
    edges: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, j in sorted(covered):
        for neighbour, start, end in (
            ((i, j - 1), (i, j), (i + 1, j)), ((i + 1, j), (i + 1, j), (i + 1, j + 1)),
            ((i, j + 1), (i + 1, j + 1), (i, j + 1)), ((i - 1, j), (i, j + 1), (i, j)),
        ):  # fmt: skip
            if neighbour not in covered:
                edges.setdefault(start, []).append(end)
    loops = []
    while edges:
        loops.append(_corners([(xs[i], ys[j]) for i, j in _loop(edges)]))
    return loops


def _loop(edges: dict[tuple[int, int], list[tuple[int, int]]]) -> list[tuple[int, int]]:
    start = at = min(edges)
    loop = []
    while True:
        loop.append(at)
        following = edges[at].pop()
        if not edges[at]:
            del edges[at]
        at = following
        if at == start:
            return loop


def _corners(loop: list[Point]) -> list[Point]:
    """Without the points that lie on a straight line."""
    kept = []
    for n, point in enumerate(loop):
        before, after = loop[n - 1], loop[(n + 1) % len(loop)]
        if not (before[0] == point[0] == after[0] or before[1] == point[1] == after[1]):
            kept.append(point)
    return kept


def rounded(loop: Sequence[Point], radius: float) -> str:
    """A closed path with round corners, as an SVG path."""
    parts = []
    for n, point in enumerate(loop):
        before, after = loop[n - 1], loop[(n + 1) % len(loop)]
        reach = min(radius, _far(before, point) / 2, _far(point, after) / 2)
        start, end = _at_gap(point, before, reach), _at_gap(point, after, reach)
        parts.append(f"{'L' if parts else 'M'}{_n(start)}Q{_n(point)} {_n(end)}")
    return "".join(parts) + "Z"


def path(points: Sequence[Point]) -> str:
    """An open line as an SVG path."""
    return "M" + "L".join(_n(point) for point in points)


def _n(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}".replace(".0 ", " ").removesuffix(".0")
