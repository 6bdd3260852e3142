"""Every form that is sent carries the token and the key that makes it count once."""
import re

import pytest
from django.test import RequestFactory

from jiazong.ground.ui.form_keys import FIELD, form_keys
from tests.house import tree

FORM = re.compile(r"<form\b[^>]*\bmethod\s*=\s*[\"']?post\b[^>]*>(.*?)</form>", re.I | re.S)
# What only changes the look of pages, in the browser that asks for it, may be sent as often as one likes.
LOOKS = "data-preferences"
CARRIES = re.compile(r"\{\{\s*csrf_input\s*\}\}|name=\"_once\"")


def without_key(text: str) -> list[str]:
    return [found[0][:90] for found in FORM.finditer(text) if LOOKS not in found[0].split(">")[0] and not CARRIES.search(found[0])]


def test_every_form_of_every_template_carries_a_key():
    found = {tree.short(path): without_key(path.read_text(encoding="utf-8")) for path in tree.templates()}
    assert sum(len(FORM.findall(path.read_text(encoding="utf-8"))) for path in tree.templates()) > 20
    assert {name: forms for name, forms in found.items() if forms} == {}


@pytest.mark.parametrize("form", ['<form method="post"><input name="a"></form>', "<FORM class=x METHOD=post>\n<b></b></FORM>"])
def test_a_form_without_a_key_is_found(form):
    assert without_key(form)


def test_two_forms_of_a_page_have_two_keys():
    printed = form_keys(RequestFactory().get("/"))["csrf_input"]
    keys = [re.search(rf'name="{FIELD}" value="([^"]+)"', str(printed))[1] for _each in range(2)]
    assert keys[0] != keys[1]
    assert 'name="csrfmiddlewaretoken"' in str(printed)
