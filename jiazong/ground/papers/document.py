"""What a paper says, before anybody decides whether it becomes Word or PDF."""
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right"]

HEADING_LEVELS = (1, 2, 3, 4)
# A table of so many rows of ordinary length fits a page and is not torn apart.
SHORT_TABLE_ROWS = 8
SHORT_TABLE_CHARACTERS = 400
# XML 1.0 knows no way to write these, so neither Word nor Excel could hold them.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class PaperError(Exception):
    """Something keeps a paper from being printed; `msgid` and `params` let a screen say it in the reader's language."""

    msgid = "The paper could not be printed."

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.msgid % params)


class TableOutOfShape(PaperError):
    """A table's row has more or fewer cells than the table has columns."""

    msgid = "Row %(row)s of the table has %(cells)s cells but the table has %(columns)s columns; correct that row."


class NoSuchHeadingLevel(PaperError):
    """GB/T 9704-2012 knows four levels of headings."""

    msgid = "A paper has headings of level 1 to 4, not %(level)s; choose one of these."


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body, written with its number: 一、 then （一） then 1. then （1）."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in HEADING_LEVELS:
            raise NoSuchHeadingLevel(level=self.level)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; its first line is two characters in unless `indent` is off."""

    text: str
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` is its share of the line beside the other columns."""

    heading: str
    align: Align = "left"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading row comes again on every page it reaches."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise TableOutOfShape(row=number, cells=len(row), columns=len(self.columns))

    @property
    def is_short(self) -> bool:
        """Whether the table is small enough to be kept on one page."""
        characters = sum(len(cell) for row in self.rows for cell in row)
        return len(self.rows) <= SHORT_TABLE_ROWS and characters <= SHORT_TABLE_CHARACTERS


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on: who signs, and room for the signature and the day (at least 12 mm high)."""

    labels: tuple[str, ...]
    day_label: str = "日期"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block: TypeAlias = Heading | Paragraph | Table | Signatures | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper of GB/T 9704-2012; with a letterhead it carries the red head, the number and the red line."""

    title: str
    issuing_body: str
    date: date
    blocks: tuple[Block, ...]
    addressee: str = ""
    letterhead: str = ""
    reference_number: str = ""
    signer: str = ""
    attachments: tuple[str, ...] = ()


def chinese_day(day: date) -> str:
    """A day as papers write it: Arabic figures, no leading noughts (GB/T 9704-2012, 7.3.5.2)."""
    return f"{day.year}年{day.month}月{day.day}日"


def printable_lines(text: str) -> list[str]:
    """The text line by line, with what no page can hold shown as the replacement character."""
    return UNPRINTABLE.sub("�", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).split("\n")


def attachment_lines(attachments: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The list of attachments as (mark, name): numbered only where there are several (GB/T 9704-2012, 7.3.4)."""
    for number, name in enumerate(attachments, start=1):
        mark = "附件：" if number == 1 else "　　　"
        yield mark + (f"{number}. " if len(attachments) > 1 else ""), name


def width_in_characters(text: str) -> float:
    """How many full characters wide the text is: Chinese counts one, ASCII a half."""
    return sum(0.5 if ord(character) < 0x2000 else 1.0 for character in text)


def closing_gaps(issuing_body: str, day: str) -> tuple[float, float]:
    """Free characters to the right of the issuing body and of the day, in that order.

    The day stands four characters in and the issuing body is centred on it; a long name moves both
    (GB/T 9704-2012, 7.3.5.1: paper under seal).
    """
    overhang = (width_in_characters(issuing_body) - width_in_characters(day)) / 2
    body_gap = max(4 - overhang, 0.0)
    return body_gap, body_gap + overhang
