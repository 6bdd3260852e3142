"""The drawing as SVG: what a parser finds in it, on one day and on another."""
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from jiazong.people.residents.drawing.facts import Family, Feeling, Member, as_of
from jiazong.people.residents.drawing.genogram import genogram
from jiazong.people.residents.tests.drawing import families as make

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a&b", "'\"`", "\x00\x08坏", "\ud800", "\u202e倒", "𠮷㛃䶮", "·" * 40, "👩‍👧"]


def drawn(family: Family, day: date = make.TODAY) -> ElementTree.Element:
    return ElementTree.fromstring(str(genogram(as_of(family, day)).svg))


def named(tree: ElementTree.Element) -> list[str]:
    return [one.text for one in tree.iter(f"{SVG}text") if one.get("class") == "g-text is-over"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_words_and_nothing_else(name):
    family = Family("a", (Member("a", name, "f", date(1980, 1, 1), note=name),))
    tree = drawn(family)
    assert {one.tag.removeprefix(SVG) for one in tree.iter()} <= {"svg", "g", "title", "text", "circle", "path", "rect"}
    assert not any(key.startswith("on") or key == "style" for one in tree.iter() for key in one.attrib)


@settings(max_examples=25, deadline=None)
@given(make.families())
def test_any_family_makes_sound_xml_with_everybody_once(family):
    tree = drawn(family)
    born = [one for one in family.members if one.born_on is None or one.born_on <= make.TODAY]
    assert len(tree.findall(f"{SVG}g")) == len(born)


def test_man_square_woman_circle_dead_crossed_index_doubled():
    tree = drawn(make.three_generations())
    by_title = {one.find(f"{SVG}title").text[:3]: one for one in tree.findall(f"{SVG}g")}
    assert len(by_title["陈伟强"].findall(f"{SVG}rect")) == 1
    assert len(by_title["陈丽华"].findall(f"{SVG}circle")) == 1
    assert len(by_title["李秀英"].findall(f"{SVG}circle[@class='g-self']")) == 2
    assert by_title["陈国栋"].find(f"{SVG}path[@class='g-tie']") is not None


def test_another_day_shows_another_family():
    family = make.three_generations()
    early, later = drawn(family, date(2005, 1, 1)), drawn(family)
    assert "何俊" not in named(early) and "何俊" in named(later)
    slashes = [sum(one.get("class") == "g-tense" for one in tree.iter()) for tree in (early, later)]
    assert slashes == [0, 2]
    assert "63" not in [one.text for one in later.iter(f"{SVG}text")] and "60" in [one.text for one in early.iter(f"{SVG}text")]


def test_the_table_says_what_the_drawing_shows():
    rows = {row.name: row for row in genogram(as_of(make.three_generations(), make.TODAY)).rows}
    assert len(rows) == 8
    [(_what, parents)] = rows["何俊"].kin
    assert "何志明" in parents and "陈丽华" in parents
    assert "陈伟强" in [whom for _what, whom in rows["李秀英"].kin]
    assert (rows["李秀英"].is_here, rows["李秀英"].is_index, rows["陈丽华"].is_here) == (True, True, False)


@pytest.mark.parametrize("kind", ["close", "very_close", "conflict", "distant", "cut_off", "violent"])
def test_every_bond_has_its_own_line(kind):
    family = make.three_generations()
    plain = str(genogram(as_of(replace(family, feelings=()), make.TODAY)).svg)
    with_one = genogram(as_of(replace(family, feelings=(Feeling("zixuan", "hejun", kind),)), make.TODAY))
    assert kind in with_one.kinds
    assert with_one.svg.count("<path") > plain.count("<path")


def test_nothing_in_it_needs_a_stylesheet_or_another_file():
    text = str(genogram(as_of(make.thirty(), make.TODAY)).svg)
    assert not re.search(r"style=|href|url\(|<script|<image", text)
    assert 'stroke="#222"' in text and 'xmlns="http://www.w3.org/2000/svg"' in text


def test_nobody_at_all_is_an_empty_drawing():
    scene = as_of(Family("a", (Member("a", "未来", "f", date(2030, 1, 1)),)), make.TODAY)
    assert genogram(scene).rows == ()
