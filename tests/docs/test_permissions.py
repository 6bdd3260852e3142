"""The page of permissions says what the table says."""
import runpy

from jiazong.ground.access import table
from tests.docs.pages import ROOT, text_of


def test_the_page_of_permissions_is_fresh() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_permissions.py"))
    assert text_of(made["PAGE"]) == made["render"](table.FILE.read_text(encoding="utf-8")), "run: python docs/make_permissions.py"
