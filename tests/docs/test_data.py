"""Every item of the field's facts that the code cites is explained on the page of data."""
import re

from tests.docs.pages import REFERENCE, ROOT, first_columns_of, text_of

CITED = re.compile(r"domain(?:\.md)?,? ((?:[A-D]\d{1,2}(?:, | )?)+)")
SOURCES = [path for kind in ("py", "csv") for path in ROOT.glob(f"jiazong/**/*.{kind}") if "tests" not in path.parts]


def test_every_item_that_is_cited_is_explained() -> None:
    cited = {
        item for path in SOURCES for found in CITED.findall(path.read_text(encoding="utf-8"))
        for item in re.findall(r"[A-D]\d{1,2}", found)
    }  # fmt: skip
    assert sorted(cited - first_columns_of(REFERENCE / "data.md")) == []


def test_every_decision_says_when_to_look_again() -> None:
    decisions = sorted(ROOT.glob("docs/adr/[0-9]*.md"))
    assert len(decisions) > 10
    assert [path.name for path in decisions if "## 何时再看" not in path.read_text(encoding="utf-8")] == []


def test_every_table_of_data_that_comes_with_the_product_is_told() -> None:
    told = text_of(REFERENCE / "data.md")
    tables = [path for path in ROOT.glob("jiazong/**/*.csv") if not {"demo", "tests"} & set(path.parts)]
    assert len(tables) > 5
    assert [str(path.relative_to(ROOT)) for path in tables if f"{path.name}`" not in told] == []
