"""Every template keeps the rules of the house, and every macro draws."""
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from jiazong.ground.ui import charts
from jiazong.ground.ui.environment import PRODUCT, template_folders

UI = PRODUCT / "ground/ui"
TEMPLATES = sorted(path for path in UI.glob("templates/**/*.html"))
MACRO_FILES = ("parts", "fields", "tables", "charts")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "ellipse", "line", "use", "polyline"}


class Balance(HTMLParser):
    """Every tag that opens closes, in order; no id stands twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.faults, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        else:
            self.open.pop()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(UI)))
def test_no_template_has_inline_style_or_script_or_another_origin(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"https?://|javascript:|hx-on|\"//", text)
    assert len(text.splitlines()) <= 150


@pytest.mark.parametrize("address", ["/ui/kit", "/notes", "/no-such-page"])
def test_pages_are_well_formed_and_no_id_stands_twice(client, address):
    page = client.get(address).content.decode()
    found = Balance()
    found.feed(page)
    assert not found.faults and not found.open
    assert len(found.ids) == len(set(found.ids))


def test_every_icon_a_template_names_is_in_the_sprite(client):
    sprite = (UI / "static/ui/icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'id="i-([\w-]+)"', sprite))
    named = set(re.findall(r'icons\.svg#i-([\w-]+)"', client.get("/ui/kit").content.decode()))
    for path in PRODUCT.glob("*/*/templates/**/*.html"):
        named |= set(re.findall(r'\bicon\("([\w-]+)"', path.read_text(encoding="utf-8")))
    assert named <= drawn


@pytest.mark.parametrize("name", MACRO_FILES)
def test_every_macro_of_the_kit_is_shown_or_tested(name):
    source = (UI / f"templates/ui/{name}.html").read_text(encoding="utf-8")
    macros = set(re.findall(r"{% macro (\w+)\(", source))
    users = [path for path in TEMPLATES if path.name != f"{name}.html" or path.parent.name != "ui"]
    users += [Path(__file__), Path(__file__).parent / "templates/ui/tests/notes.html"]
    used = "".join(path.read_text(encoding="utf-8") for path in users) + re.sub(r"{% macro \w+\(", "", source)
    assert {macro for macro in macros if not re.search(rf"\b{macro}\(|\b{macro} as |import .*\b{macro}\b", used)} == set()


LINES = [
    ('{{ p.icon_button("关闭", "close") }}', ['aria-label="关闭"', 'type="button"']),
    ('{{ p.icon_button("关闭", "close", href="/") }}', ['href="/"']),
    ('{{ p.link_button("打印", "/p", "small", "print", {"data-x": "1"}) }}', ['class="btn is-small"', 'data-x="1"']),
    ('{{ p.steps([("上传", "done", ""), ("核对", "now", "小字")]) }}', ['aria-current="step"', "<small>小字</small>"]),
    ('{{ p.stepper("月份", "11月", none, "/next", "上", "下") }}', ['href="/next" aria-label="下"']),
    ('{{ p.savebar() }}', ["savebar", "is-primary is-large"]),
    ('{% call p.note(kind="warm") %}<b>一</b>{% endcall %}', ["note warm", "<b>一</b>"]),
    ('{{ p.note("<b>", "bad") }}', ['role="alert"', "&lt;b&gt;"]),
    ('{{ p.empty("没有", "看看") }}', ["<h2>没有</h2>"]),
    ('{{ t.pager(newer="/n") }}', ['rel="prev" href="/n"', 'aria-disabled="true"']),
    ('{{ t.heading({"label": "操作", "hidden": true}) }}', ["visually-hidden"]),
    ('{{ t.heading({"label": "行", "num": true, "class": "nowrap"}) }}', ['class="num nowrap"']),
    ('{{ c.meter([], "没有记录") }}', ['role="img"', 'aria-label="没有记录"']),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_macros_draw_what_they_promise(jinja, line, expected):
    imports = '{% import "ui/parts.html" as p %}{% import "ui/tables.html" as t %}{% import "ui/charts.html" as c %}'
    drawn = jinja.from_string(imports + line).render()
    for piece in expected:
        assert piece in drawn


def test_a_solo_bullet_carries_its_own_state(jinja):
    bar = charts.bullet(22, 48, 62.5, state="late", forecast=35)
    drawn = jinja.from_string('{% from "ui/charts.html" import bullet %}{{ bullet(bar, "督导", solo=True) }}').render(bar=bar)
    assert 'data-state="late"' in drawn and 'class="b-fore"' in drawn
    assert "45.8%" in drawn and "62.5%" in drawn


def test_a_name_a_template_does_not_know_raises(jinja):
    with pytest.raises(UndefinedError, match="nobody_set_this"):
        jinja.from_string("{{ nobody_set_this }}").render()


def test_text_from_people_is_escaped_in_sentences_too(jinja):
    drawn = jinja.from_string('{{ _("Printed by %(person)s", person=name) }}').render(name="<b>李</b>")
    assert "&lt;b&gt;李&lt;/b&gt;" in drawn


def test_template_folders_are_those_of_the_apps():
    assert UI / "templates" in template_folders()
    assert template_folders(["django.contrib.auth", "jiazong.ground.ui"]) == [UI / "templates"]
