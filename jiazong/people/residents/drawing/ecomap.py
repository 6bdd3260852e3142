"""The eco-map (生态图) as SVG: the family in the middle, what supports it or strains it around it."""
from dataclasses import dataclass
from math import hypot, pi

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from jiazong.people.residents.drawing import strokes, svg, words
from jiazong.people.residents.drawing.strokes import Point

MIDDLE, CIRCLE = 44, 40
LOOKS = {"strong": ("g-near", "g-circle"), "normal": ("g-tie", "g-circle is-weak"), "weak": ("g-far", "g-circle is-weak"),
         "stress": ("g-tense", "g-circle is-tense")}  # fmt: skip


@dataclass(frozen=True)
class System:
    """Something outside the family and how it stands to it; direction in is towards the family."""

    name: str
    kind: str = "normal"
    direction: str = "both"


@dataclass(frozen=True)
class Ecomap:
    """The drawing, whether it is wider than a phone, and its sentence: how many support, how many strain."""

    svg: Markup
    is_wide: bool
    systems: tuple[System, ...]
    verdict: str


def ecomap(name: str, note: str, systems: list[System]) -> Ecomap:
    """Draw a family of a name among its systems, in the order given."""
    around = max(1, len(systems))
    high = max(116.0, around * (2 * CIRCLE + 12) / (2 * pi))
    wide = max(146.0, high)
    centre = (wide + CIRCLE + 14, high + CIRCLE + 8)
    width, height = 2 * centre[0], 2 * centre[1]
    at = [strokes.on_ring(centre, wide, high, n / around) for n in range(len(systems))]
    parts = [part for one, point in zip(systems, at, strict=True) for part in _tie(one, centre, point)]
    parts += [_circle(one, point) for one, point in zip(systems, at, strict=True)]
    parts.append(_middle(name, note, centre))
    verdict = verdict_of(systems)
    label = _("Eco-map of %(name)s: %(verdict)s; the list says the same in words.") % {"name": name, "verdict": verdict}
    look = "sheet-svg is-wide" if width > 440 else "sheet-svg"
    return Ecomap(svg.sheet(width, height, label, parts, look), width > 440, tuple(systems), verdict)


def verdict_of(systems: list[System]) -> str:
    """How many places give strength and how many strain."""
    strong = sum(one.kind == "strong" for one in systems)
    tense = sum(one.kind == "stress" for one in systems)
    said = [ngettext("%(n)s gives strength", "%(n)s give strength", strong) % {"n": strong}] if strong else []
    said += [ngettext("%(n)s is a strain", "%(n)s are a strain", tense) % {"n": tense}] if tense else []
    return _(", ").join(said) or _("nothing strong, nothing tense")


def _tie(one: System, centre: Point, point: Point) -> list[Markup]:
    line = strokes.cut(strokes.bow(centre, point, 0), MIDDLE + 1, CIRCLE + 1)
    drawn = strokes.zigzag(line) if one.kind == "stress" else line
    look = LOOKS[one.kind][0]
    parts = [svg.line(look, strokes.path(drawn))]
    if one.direction == "in":
        parts.append(_arrow(look, line[1], line[0]))
    elif one.direction == "out":
        parts.append(_arrow(look, line[-2], line[-1]))
    return parts


def _arrow(look: str, before: Point, tip: Point) -> Markup:
    length = hypot(tip[0] - before[0], tip[1] - before[1]) or 1.0
    along = ((tip[0] - before[0]) / length, (tip[1] - before[1]) / length)
    back = (tip[0] - along[0] * 11, tip[1] - along[1] * 11)
    wings = [(back[0] - along[1] * side, back[1] + along[0] * side) for side in (6, -6)]
    whole = "g-tie" if look == "g-far" else look
    return svg.line(whole, strokes.path([wings[0], tip, wings[1]]))


def _circle(one: System, point: Point) -> Markup:
    told = _("%(name)s: %(kind)s, %(direction)s") % {
        "name": one.name, "kind": words.TIES[one.kind], "direction": words.DIRECTIONS[one.direction],
    }  # fmt: skip
    circle = svg.element("circle", LOOKS[one.kind][1], cx=point[0], cy=point[1], r=float(CIRCLE))
    return svg.element("g", inside=[svg.title(told), circle, *_inside(one.name, "g-text", point)])


def _inside(text: str, look: str, point: Point) -> list[Markup]:
    """One or two lines in a circle."""
    room, plain = 2 * CIRCLE - 8, svg.drawn(text)
    if svg.wide(plain) <= room:
        return [svg.words(look, point[0], point[1] + 5, plain)]
    cut = next(n for n in range(len(plain), 0, -1) if svg.wide(plain[:n]) <= room)
    space = plain.rfind(" ", 1, cut + 1)
    cut = space if space > 0 else cut
    rest = svg.fitting(plain[cut:].strip(), room - 10)
    return [svg.words(look, point[0], point[1] - 3, plain[:cut]), svg.words(look, point[0], point[1] + 15, rest)]


def _middle(name: str, note: str, centre: Point) -> Markup:
    circle = svg.element("circle", "g-self", cx=centre[0], cy=centre[1], r=float(MIDDLE))
    parts = [svg.title(name), circle, svg.words("g-text", centre[0], centre[1] + (-3 if note else 5), svg.fitting(name, 2 * MIDDLE - 10))]
    parts += [svg.words("g-sub", centre[0], centre[1] + 16, svg.fitting(note, 2 * MIDDLE - 14, 13))] if note else []
    return svg.element("g", inside=parts)
