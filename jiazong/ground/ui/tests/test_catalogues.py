import gettext
from pathlib import Path

import pytest

from jiazong import settings as product
from jiazong.ground.ui import catalogues

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'


@pytest.fixture
def small_product(tmp_path):
    """A product of one app that says four things."""
    app = tmp_path / "service" / "visits"
    (app / "templates" / "visits").mkdir(parents=True)
    (app / "__init__.py").write_text("")
    (app / "views.py").write_text(
        'from django.utils.translation import gettext as _, ngettext\n'
        'said = _("Saved %(name)s")\n'
        'counted = ngettext("%(n)s visit", "%(n)s visits", 2)\n'
        'class Refused(Exception):\n    msgid = "Not today"\n'
    )
    (app / "templates" / "visits" / "list.html").write_text('{{ pgettext("seal", "V") }}{% trans %}\n  Two\n  lines\n{% endtrans %}')
    return tmp_path


def keep(root: Path, text: str) -> None:
    path = root / "service/visits" / catalogues.CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + text, encoding="utf-8")


WHOLE = """
msgid "Saved %(name)s"
msgstr "已保存%(name)s"

msgid "%(n)s visit"
msgid_plural "%(n)s visits"
msgstr[0] "%(n)s 次探访"

msgid "Not today"
msgstr "今天不行，网络软件里面没有"

msgctxt "seal"
msgid "V"
msgstr "访"

msgid "Two lines"
msgstr "两行"
"""


def test_a_whole_catalogue_has_no_fault(small_product):
    keep(small_product, WHOLE)
    assert catalogues.check(small_product) == []


def test_every_missing_sentence_is_named_with_its_place(small_product):
    found = catalogues.check(small_product)
    assert "service.visits: views.py:2 says 'Saved %(name)s', which has no Chinese" in found
    assert "service.visits: list.html:1 says 'V', which has no Chinese" in found
    assert len(found) == 5


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgid "Two lines"', '#, fuzzy\nmsgid "Two lines"', "is fuzzy"),
        ('msgstr "两行"', 'msgstr ""', "has no Chinese"),
        ("已保存%(name)s", "已保存", "has other placeholders"),
        ("今天不行，", "今天不行,", "half-width punctuation"),
        ('msgid "Two lines"', 'msgid "Nobody says this"', "is translated and never said"),
    ],
)
def test_a_faulty_entry_is_named(small_product, before, after, fault):
    keep(small_product, WHOLE.replace(before, after))
    assert any(fault in found for found in catalogues.check(small_product))


def test_building_makes_both_scripts(small_product):
    keep(small_product, WHOLE)
    written = catalogues.build(small_product)
    assert [path.relative_to(small_product / "service/visits/locale").parts[0] for path in written] == ["zh_Hans", "zh_Hant"]
    simplified, traditional = (gettext.GNUTranslations(path.open("rb")) for path in written)
    assert simplified.gettext("Not today") == "今天不行，网络软件里面没有"
    assert traditional.gettext("Not today") == "今天不行，網絡軟件裏面沒有"
    assert traditional.ngettext("%(n)s visit", "%(n)s visits", 3) == "%(n)s 次探訪"
    assert traditional.pgettext("seal", "V") == "訪"


def test_the_kit_itself_says_nothing_without_chinese():
    assert catalogues.faults(catalogues.PRODUCT / "ground/ui") == []


def test_the_command_line_ends_with_one_where_something_is_missing(small_product, capsys):
    assert catalogues.main(["check"], small_product) == 1
    assert "has no Chinese" in capsys.readouterr().out
    keep(small_product, WHOLE)
    assert catalogues.main(["check"], small_product) == 0
    assert catalogues.main(["build"], small_product) == 0
    assert catalogues.main([]) == 2


def test_every_label_of_the_rail_has_chinese():
    kept = {message.id for message in catalogues.catalogue(catalogues.PRODUCT / "ground/ui" / catalogues.CATALOGUE)}
    lines = [*product.JIAZONG_RAIL, *getattr(product, "JIAZONG_RAIL_CORNER", [])]
    lines += [line for name in ("JIAZONG_RAIL_ACTION", "JIAZONG_RAIL_SEARCH") if (line := getattr(product, name, None))]
    assert {line[1] for line in lines} <= kept
