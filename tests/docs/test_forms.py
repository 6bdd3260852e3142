"""The page of forms says what the tables say."""
import runpy

from tests.docs.pages import ROOT, text_of


def test_the_page_of_forms_is_fresh() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_forms.py"))
    assert text_of(made["PAGE"]) == made["page"](), "run: python docs/make_forms.py"
