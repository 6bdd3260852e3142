"""The pages people read, and what is named in them."""
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
REFERENCE = ROOT / "docs" / "reference"
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.M | re.S)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    """A page as a person would name it in a failure."""
    return str(page.relative_to(ROOT))


def text_of(page: Path) -> str:
    """The page as written."""
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """The page without code blocks and code spans."""
    return SPAN.sub(" ", FENCE.sub(" ", text_of(page)))


def blocks_of(page: Path, language: str) -> list[str]:
    """The code blocks of one language."""
    return [body for word, body in FENCE.findall(text_of(page)) if word == language]


def spans_of(page: Path) -> set[str]:
    """What stands between backticks in the running text."""
    return set(SPAN.findall(FENCE.sub(" ", text_of(page))))


def first_columns_of(page: Path) -> set[str]:
    """What stands between backticks in the first column of a page's tables."""
    return set(re.findall(r"^\| `([^`]+)` \|", text_of(page), re.M))


def links_of(page: Path) -> Iterator[str]:
    """Every target of a link or picture that lies in the repository."""
    for target in LINK.findall(FENCE.sub(" ", text_of(page))):
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors_of(page: Path) -> set[str]:
    """The anchors a heading gets: lower case, blanks as hyphens, other signs left out."""
    headings = re.findall(r"^#+ +(.+)$", FENCE.sub(" ", text_of(page)), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).strip().replace(" ", "-") for heading in headings}
