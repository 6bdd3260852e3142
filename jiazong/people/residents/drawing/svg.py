"""SVG elements with a class for the screen and plain attributes for paper; every word in them is escaped."""
import unicodedata
from collections.abc import Iterable
from html import escape

from markupsafe import Markup

# What a class looks like where no stylesheet is at hand (paper, a saved file); on a page the stylesheet wins.
_OVER = {"paint-order": "stroke", "stroke": "#fff", "stroke-width": "4", "stroke-linejoin": "round"}
PAPER = {
    "g-person": {"fill": "#fff", "stroke": "#222", "stroke-width": "1.8"},
    "g-self": {"fill": "#f3ece6", "stroke": "#222", "stroke-width": "2.5"},
    "g-house": {"fill": "#f4f4f2", "stroke": "#777", "stroke-dasharray": "5 4"},
    "g-tie": {"fill": "none", "stroke": "#444", "stroke-width": "1.6"},
    "g-near": {"fill": "none", "stroke": "#145c4f", "stroke-width": "3.5"},
    "g-close": {"fill": "none", "stroke": "#145c4f", "stroke-width": "1.8"},
    "g-far": {"fill": "none", "stroke": "#666", "stroke-width": "1.8", "stroke-dasharray": "3 5"},
    "g-tense": {"fill": "none", "stroke": "#a11", "stroke-width": "1.8"},
    "g-text": {"fill": "#222", "font-size": "14", "text-anchor": "middle"},
    "g-text is-over": {"fill": "#222", "font-size": "14", "text-anchor": "middle"},
    "g-sub is-over": {"fill": "#555", "font-size": "13", "text-anchor": "middle"},
    "g-sub": {"fill": "#555", "font-size": "13", "text-anchor": "middle"},
    "g-in": {"fill": "#222", "font-size": "15", "font-weight": "600", "text-anchor": "middle"},
    "g-circle": {"fill": "#e8f0ee", "stroke": "#145c4f", "stroke-width": "1.5"},
    "g-circle is-weak": {"fill": "#fff", "stroke": "#777", "stroke-width": "1.5"},
    "g-circle is-tense": {"fill": "#f8e9e7", "stroke": "#a11", "stroke-width": "1.5"},
}
LEAST = 400.0
for _look in ("g-text is-over", "g-sub is-over"):
    PAPER[_look] |= _OVER
# Control signs, halves of pairs and marks that turn the writing round have no place in a drawing.
_NOT_DRAWN = ("Cc", "Cs", "Cn", "Co")
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


def drawn(text: str) -> str:
    """A text as it may stand in a drawing."""
    plain = text.translate(_TURNING)
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _NOT_DRAWN)


def element(name: str, look: str = "", inside: Iterable[Markup] = (), **more: object) -> Markup:
    """An element of a look; `more` are its other attributes, written with _ for -."""
    given = {"class": look} if look else {}
    given |= PAPER.get(look, {}) | {key.replace("_", "-"): _number(value) for key, value in more.items()}
    attributes = "".join(f' {key}="{escape(drawn(str(value)))}"' for key, value in given.items())
    return Markup(f"<{name}{attributes}>{''.join(inside)}</{name}>")


def said(text: str) -> Markup:
    """Words inside an element."""
    return Markup(escape(drawn(text)))


def title(text: str) -> Markup:
    """What an element is, for the mouse and the ear."""
    return element("title", inside=[said(text)])


def words(look: str, x: float, y: float, text: str) -> Markup:
    """A short text with its middle at a point."""
    return element("text", look, [said(text)], x=x, y=y)


def line(look: str, path: str, **more: object) -> Markup:
    """A path."""
    return element("path", look, d=path, **more)


def sheet(width: float, height: float, label: str, inside: Iterable[Markup], look: str = "sheet-svg") -> Markup:
    """The whole drawing as an image with a sentence; a small one has room at its sides and is not blown up."""
    room = max(float(width), LEAST)
    left = (float(width) - room) / 2
    return element(
        "svg", look, inside, xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{_number(left)} 0 {_number(room)} {_number(height)}", width=room, height=height, role="img", aria_label=label,
    )  # fmt: skip


def fitting(text: str, room: float, size: float = 14) -> str:
    """As much of a text as fits into a room, with … where it was cut."""
    plain = drawn(text)
    if wide(plain, size) <= room:
        return plain
    while plain and wide(plain + "…", size) > room:
        plain = plain[:-1]
    return plain.rstrip() + "…"


def wide(text: str, size: float = 14) -> float:
    """About how wide a text is, Chinese characters full and letters a little over half."""
    return sum(size if unicodedata.east_asian_width(sign) in "WFA" else size * 0.58 for sign in text)


def _number(value: object) -> object:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
