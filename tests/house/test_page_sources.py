"""Pages carry no script and no style of their own and ask no other origin for anything."""
import re
from collections.abc import Iterator

import pytest

from tests.house import tree

INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I),
    "a style in the page": re.compile(r"<style[\s>]", re.I),
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "a handler attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "an address that runs": re.compile(r"javascript:", re.I),
    "an htmx word that needs eval": re.compile(r"\shx-(on|vars|vals\s*=\s*[\"']js:)", re.I),
}
# Names of XML vocabularies are written like addresses and are never fetched.
VOCABULARIES = re.compile(r"https?://www\.w3\.org/(2000/svg|1999/xlink|1999/xhtml|1998/Math/MathML)")
ELSEWHERE = re.compile(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.I)
COMMENTS = re.compile(r"\{#.*?#\}|<!--.*?-->|/\*.*?\*/", re.S)
# `escape|tojson` in data islands is data, not script
DATA_ISLAND = re.compile(r'<script[^>]*type="application/(ld\+)?json"[^>]*>', re.I)


def sources() -> Iterator:
    for path in tree.tracked():
        if tree.PRODUCT in path.parents and path.suffix in (".html", ".css", ".js", ".svg", ".webmanifest"):
            yield path


def inline(text: str) -> list[str]:
    bare = DATA_ISLAND.sub("", COMMENTS.sub("", text))
    return [name for name, pattern in INLINE.items() if pattern.search(bare)]


def elsewhere(text: str) -> list[str]:
    return ELSEWHERE.findall(VOCABULARIES.sub("", COMMENTS.sub("", text)))


def test_no_template_carries_script_or_style():
    found = {tree.short(path): inline(path.read_text(encoding="utf-8")) for path in tree.templates()}
    assert len(found) > 20
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_nothing_a_page_loads_names_another_origin():
    found = {tree.short(path): elsewhere(path.read_text(encoding="utf-8")) for path in sources()}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<style>a{}</style>", '<p style="color:red">', '<a onclick="x()">', '<a href="javascript:x()">',
        "<body\n onload = x>", '<div hx-on:click="x()">',
    ],
)  # fmt: skip
def test_script_or_style_in_a_page_is_found(text):
    assert inline(text)


@pytest.mark.parametrize("text", ['<script src="/static/a.js"></script>', "<p>{# style= #}</p>", '<p data-onward="1">', "<p>on = 1</p>"])
def test_a_clean_page_is_not_blamed(text):
    assert inline(text) == []


@pytest.mark.parametrize("text", ['<img src="https://cdn.example.com/a.png">', "@import url(//fonts.example.com/x.css)"])
def test_another_origin_is_found(text):
    assert elsewhere(text)


def test_the_name_of_a_vocabulary_is_no_origin():
    assert elsewhere('<svg xmlns="http://www.w3.org/2000/svg">') == []
