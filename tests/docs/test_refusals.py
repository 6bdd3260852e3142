"""The page of refusals has every code a person may meet, and no other."""
import re

from jiazong.ground.sheets.refusals import SENTENCES
from jiazong.ledger.books.rules import sentences
from jiazong.ledger.hours.rules import entry
from tests.docs.pages import REFERENCE, text_of

PAGE = REFERENCE / "refusals.md"


def codes_under(heading: str) -> set[str]:
    """The codes in the tables of one section."""
    section = text_of(PAGE).split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([^`]+)` \|", section, re.M))


def test_every_reason_for_a_row_is_on_the_page() -> None:
    assert codes_under("退回的行") == {*sentences.REASONS, *sentences.DETAILED_REASONS}


def test_every_mark_of_a_row_is_on_the_page() -> None:
    assert codes_under("标记") == {*sentences.FLAGS, entry.OVER_DAY, entry.TWO_PLACES}


def test_every_reason_for_a_sheet_is_on_the_page() -> None:
    assert codes_under("跳过的工作表") == set(sentences.SHEETS_PASSED_OVER)


def test_every_reason_for_a_file_is_on_the_page() -> None:
    assert codes_under("不读的文件") == set(SENTENCES)


def test_every_reason_for_a_posting_is_on_the_page() -> None:
    assert codes_under("记一笔与更正") == {kind.code for kind in entry.Refused.__subclasses__()}
