"""The colours of the token file, checked for contrast as WCAG 2 computes it."""
import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[1] / "static/ui/kit.css").read_text(encoding="utf-8")
TEXT = ("ink", "ink-2", "ink-3", "primary", "link", "warm", "ok", "warn", "danger", "info")
GROUNDS = ("paper", "surface", "sunken")
TAGS = ("primary", "warm", "ok", "warn", "danger", "info")


def block(start: str) -> dict[str, str]:
    """The colours set in the block that begins with this selector."""
    body = CSS.split(start, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", body))


LIGHT = block(":root {")
BY_CHOICE = {**LIGHT, **block(':root[data-theme="dark"] {')}
BY_SYSTEM = {**LIGHT, **block(':root:not([data-theme="light"]) {')}
THEMES = {"light": LIGHT, "dark": BY_CHOICE}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_the_one_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#1F2A2E", "#FBF9F5") == pytest.approx(13.98, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_every_text_colour_is_readable_on_every_ground(theme, ground, text):
    colours = THEMES[theme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", TAGS)
def test_every_tag_is_readable_on_its_soft_ground(theme, name):
    colours = THEMES[theme]
    assert contrast(colours[name], colours[f"{name}-soft"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_ink_is_readable_on_every_soft_ground_and_buttons_on_their_own(theme):
    colours = THEMES[theme]
    for name in TAGS:
        assert contrast(colours["ink"], colours[f"{name}-soft"]) >= 4.5
    assert contrast(colours["on-primary"], colours["primary"]) >= 4.5
    assert contrast(colours["on-primary"], colours["primary-hover"]) >= 4.5
    assert contrast(colours["paper"], colours["ink"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_borders_of_controls_and_bars_stand_out(theme):
    colours = THEMES[theme]
    for ground in GROUNDS:
        assert contrast(colours["line-strong"], colours[ground]) >= 3
    for bar in ("primary", "warn", "danger"):
        assert contrast(colours[bar], colours["sunken"]) >= 3


def test_dark_by_choice_and_dark_by_system_are_the_same():
    assert BY_CHOICE == BY_SYSTEM


def test_colours_are_written_in_the_token_file_only():
    components = re.sub(r"/\*.*?\*/", "", CSS.split("/* -------------------------------------------------------------------- base */")[1], flags=re.S)
    # Paper is white and a red head is red wherever it is printed.
    allowed = {"#FFFFFF", "#000000", "#C8161D", "#F2F2F2", "#222222", "#444444", "#999999", "#BBBBBB"}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", components)) <= allowed


def test_type_is_never_set_in_pixels_except_in_drawings():
    found = [rule for rule in re.findall(r"([^{}]+)\{[^{}]*font-size: \d+px", CSS)]
    assert {name.strip().splitlines()[-1].strip() for name in found} <= {
        ".g-text", ".g-sub", ".g-in", ".pin .p-char", ".pin .p-name", ".tile-name", ".tile-num"
    }


def test_the_stylesheet_asks_no_other_origin_and_avoids_the_shorthand_that_undoes_nowrap():
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
    assert "http" not in rules and "@import" not in rules
    assert "text-wrap:" not in rules
