"""The genogram (家庭结构图) as SVG: square man, circle woman, cross dead, double line whom it is about."""
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from jiazong.people.residents.drawing import strokes, svg, words
from jiazong.people.residents.drawing.facts import (
    COHABITING,
    DIVORCED,
    FEMALE,
    MALE,
    SEPARATED,
    UNSAID,
    Couple,
    Scene,
)
from jiazong.people.residents.drawing.plan import COLUMN, Line, Plan, Spot, planned

NARROW = 420  # as wide as a phone shows without scrolling
DASHES = {COHABITING: "6 4", UNSAID: "1.5 4", "adopted": "2 4", "foster": "6 3 2 3", "step": "8 4"}
FEELING_LOOKS = {"close": "g-close", "very_close": "g-close", "distant": "g-far", "conflict": "g-tense", "violent": "g-tense",
                 "cut_off": "g-far"}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A member as a line of the table that says what the drawing shows."""

    name: str
    sex: str
    age: str
    is_here: bool
    is_index: bool
    kin: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Genogram:
    """The drawing, whether it is wider than a phone, what stands in its key, and its table."""

    svg: Markup
    is_wide: bool
    kinds: frozenset[str]
    rows: tuple[Row, ...]


def genogram(scene: Scene) -> Genogram:
    """Draw a family as it stood on a day."""
    plan = planned(scene)
    kinds = {line.kind.removeprefix("drop ") for line in plan.lines} | {line.mark for line in plan.lines}
    kinds |= {"dead"} if any(spot.seen.is_dead for spot in plan.spots.values()) else set()
    kinds |= {"home"} if plan.homes else set()
    return Genogram(_sheet(scene, plan), plan.width > NARROW, frozenset(kinds - {""}), tuple(_rows(scene, plan)))


def _rows(scene: Scene, plan: Plan) -> Iterable[Row]:
    couples = [
        Couple(*line.ends, kind=line.kind if line.kind in (COHABITING, UNSAID) else "married", end=line.mark)
        for line in plan.lines if line.kind in ("married", COHABITING, UNSAID)
    ]  # fmt: skip
    dated = {frozenset((one.one, one.other)): one for one in scene.couples}
    couples = [dated.get(frozenset((one.one, one.other)), one) for one in couples]
    for spot in sorted(plan.spots.values(), key=lambda spot: (spot.y, spot.x)):
        seen = spot.seen
        kin = tuple(words.kin_of(scene, seen.key, couples))
        yield Row(seen.member.name, words.sex_of(seen.member.sex), words.age_of(seen), seen.is_here, seen.is_index, kin)


def _sheet(scene: Scene, plan: Plan) -> Markup:
    parts = [svg.line("g-house", "".join(strokes.rounded(loop, 12) for loop in plan.homes), fill_rule="evenodd")] if plan.homes else []
    for line in plan.lines:
        parts += _line(line)
    for spot in plan.spots.values():
        parts.append(_symbol(spot))
    look = "sheet-svg is-wide" if plan.width > NARROW else "sheet-svg"
    return svg.sheet(plan.width, plan.height, words.summary(scene), parts, look)


def _line(line: Line) -> list[Markup]:
    kind = line.kind.removeprefix("drop ")
    if kind in FEELING_LOOKS:
        return _feeling(line)
    dash = {"stroke_dasharray": DASHES[kind]} if kind in DASHES else {}
    return [svg.line("g-tie", strokes.path(line.points), **dash), *_slashes(line)]


def _slashes(line: Line) -> list[Markup]:
    """One stroke across the line of a couple that parted, two of one that divorced."""
    count = {SEPARATED: 1, DIVORCED: 2}.get(line.mark, 0)
    longest = max(zip(line.points, line.points[1:], strict=False), key=lambda leg: abs(leg[1][0] - leg[0][0]))
    x, y = longest[0][0] + (longest[1][0] - longest[0][0]) * 0.3, longest[0][1]
    return [svg.line("g-tense", strokes.path([(x - 4 + n * 7, y + 9), (x + 4 + n * 7, y - 9)])) for n in range(count)]


def _feeling(line: Line) -> list[Markup]:
    look, points = FEELING_LOOKS[line.kind], line.points
    if line.kind == "close":
        paths = [strokes.beside(points, by) for by in (-2.5, 2.5)]
    elif line.kind == "very_close":
        paths = [strokes.beside(points, by) for by in (-4, 0, 4)]
    elif line.kind == "conflict":
        paths = [strokes.zigzag(points)]
    elif line.kind == "violent":
        paths = [strokes.zigzag(points), strokes.beside(points, -7), strokes.beside(points, 7)]
    else:
        paths = [points]
    return [svg.line(look, "".join(strokes.path(one) for one in paths)), *(_break(line) if line.kind == "cut_off" else [])]


def _break(line: Line) -> list[Markup]:
    """Two bars across the middle of a line."""
    part = 0.5 / (1 + len(line.points))
    bars = []
    for at in (0.5 - part - 0.02, 0.5 + part + 0.02):
        here, beyond = strokes.along(line.points, at), strokes.along(line.points, at + 0.02)
        across = strokes.beside([here, beyond], 8)[0], strokes.beside([here, beyond], -8)[0]
        bars.append(svg.line("g-tense", strokes.path(across)))
    return bars


def _symbol(spot: Spot) -> Markup:
    seen, x, y, r = spot.seen, spot.x, spot.y, spot.radius
    look = "g-self" if seen.is_index else "g-person"
    parts = [svg.title(words.told(seen)), _shape(seen.member.sex, look, x, y, r)]
    parts += [_shape(seen.member.sex, look, x, y, r - 5)] if seen.is_index else []
    if seen.is_dead:
        parts.append(_cross(seen.member.sex, x, y, r))
    elif seen.age is not None:
        parts.append(svg.words("g-in", x, y + 5, f"~{seen.age}" if seen.member.is_birth_estimated else str(seen.age)))
    parts.append(svg.words("g-text is-over", x, y + r + 19, svg.fitting(seen.member.name, COLUMN - 12)))
    under = words.age_of(seen) if seen.is_dead and seen.member.died_on else seen.member.note
    if under:
        parts.append(svg.words("g-sub is-over", x, y + r + 36, svg.fitting(under, COLUMN - 8, 13)))
    return svg.element("g", inside=parts)


def _shape(sex: str, look: str, x: float, y: float, r: float) -> Markup:
    if sex == FEMALE:
        return svg.element("circle", look, cx=x, cy=y, r=r)
    if sex == MALE:
        return svg.element("rect", look, x=x - r, y=y - r, width=2 * r, height=2 * r)
    return svg.line(look, strokes.path([(x, y - r), (x + r, y), (x, y + r), (x - r, y)]) + "Z")


def _cross(sex: str, x: float, y: float, r: float) -> Markup:
    arm = r if sex == MALE else r * (0.7071 if sex == FEMALE else 0.5)
    strokes_ = [[(x - arm, y - arm), (x + arm, y + arm)], [(x + arm, y - arm), (x - arm, y + arm)]]
    return svg.line("g-tie", "".join(strokes.path(one) for one in strokes_))
