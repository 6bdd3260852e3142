"""Every setting in the code stands in the reference, and the reverse."""
import re

from tests.docs.pages import PAGES, REFERENCE, ROOT, first_columns_of, name_of, text_of

NAME = re.compile(r"\bJIAZONG_[A-Z][A-Z_]*[A-Z]\b")
SOURCES = [path for path in [*ROOT.glob("jiazong/**/*.py"), *ROOT.glob("script/*"), ROOT / "conftest.py"] if path.is_file() and "tests" not in path.parts]


def names_in_code() -> set[str]:
    return {name for path in SOURCES for name in NAME.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_in_the_code_is_in_the_reference_and_the_reverse() -> None:
    told = {name for name in first_columns_of(REFERENCE / "settings.md") if name.startswith("JIAZONG_")}
    assert sorted(names_in_code() - told) == []
    assert sorted(told - names_in_code()) == []


def names_in_tests() -> set[str]:
    """How long a soak, a fuzz or a loop of kills goes on: settings of the tests, named beside the figures."""
    paths = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("jiazong/**/tests/*.py")]
    return {name for path in paths for name in NAME.findall(path.read_text(encoding="utf-8"))}


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    known = names_in_code() | names_in_tests()
    assert {name_of(page): found for page in PAGES if (found := set(NAME.findall(text_of(page))) - known)} == {}
