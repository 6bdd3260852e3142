from itertools import combinations
from math import hypot
from xml.etree import ElementTree

import pytest

from jiazong.people.residents.drawing.ecomap import CIRCLE, System, ecomap

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("count", [0, 1, 3, 8, 30])
def test_no_two_circles_touch_however_many_there_are(count):
    made = ecomap("李秀英", "独居", [System(f"系统{n}", "strong") for n in range(count)])
    tree = ElementTree.fromstring(str(made.svg))
    circles = [(float(one.get("cx")), float(one.get("cy")), float(one.get("r"))) for one in tree.iter(f"{SVG}circle")]
    assert len(circles) == count + 1
    for (x1, y1, r1), (x2, y2, r2) in combinations(circles, 2):
        assert hypot(x1 - x2, y1 - y2) >= r1 + r2 - 0.5


@pytest.mark.parametrize("kind", ["strong", "normal", "weak", "stress"])
@pytest.mark.parametrize("direction", ["both", "in", "out"])
def test_strength_and_direction_are_in_the_drawing_and_in_words(kind, direction):
    tree = ElementTree.fromstring(str(ecomap("林", "", [System("学校", kind, direction)]).svg))
    looks = [one.get("class") for one in tree.iter(f"{SVG}path")]
    assert len(looks) == (1 if direction == "both" else 2)
    assert any("学校" in one.text for one in tree.iter(f"{SVG}title"))


def test_a_long_name_takes_two_lines_inside_its_circle():
    tree = ElementTree.fromstring(str(ecomap("林", "", [System("街道残疾人联合会服务窗口", "normal")]).svg))
    lines = [one for one in tree.iter(f"{SVG}text") if one.get("class") == "g-text"][:2]
    assert all(len(one.text) * 14 <= 2 * CIRCLE for one in lines)


def test_the_sentence_counts_what_helps_and_what_strains():
    made = ecomap("林", "", [System("一", "strong"), System("二", "strong"), System("三", "stress")])
    assert "2" in made.verdict and "1" in made.verdict
