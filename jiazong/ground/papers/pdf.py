"""A paper as PDF: 28 characters by 22 lines, set by typst from data and never from markup."""
import json
import re
from datetime import datetime, time, timedelta, timezone
from pathlib import Path

import typst

from jiazong.ground.papers.document import (
    Block,
    Document,
    Heading,
    PageBreak,
    PaperError,
    Paragraph,
    Signatures,
    Table,
    attachment_lines,
    chinese_day,
    closing_gaps,
    printable_lines,
)
from jiazong.ground.papers.fonts import Face, PaperFonts, find_fonts

LAYOUT = Path(__file__).parent / "layout" / "gongwen.typ"
SHANGHAI = timezone(timedelta(hours=8))
# A row longer than this may continue on the next page; a shorter one stays whole.
WHOLE_ROW_CHARACTERS = 300


# How the typesetter says that no typeface has a character; PDF/A forbids printing a box in its place.
NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')


class CharacterWithoutTypeface(PaperError):
    """A character of the paper that no installed typeface has; a box is never printed in its place."""

    msgid = (
        "The paper “%(title)s” contains %(character)s, which no typeface of this server has; "
        "replace the character or install a typeface that has it."
    )


class PaperNotSet(PaperError):
    """The typesetter refused the paper for another reason; `reason` is its own message."""

    msgid = "The paper “%(title)s” could not be set as PDF (%(reason)s); report this to whoever runs the server."


def render_pdf(document: Document, fonts: PaperFonts | None = None) -> bytes:
    """The paper as PDF/A, the same bytes for the same paper and typefaces; raises NoChineseFont, CharacterWithoutTypeface."""
    fonts = fonts or find_fonts()
    inputs = {"paper": json.dumps(_paper(document, fonts), ensure_ascii=False)}
    moment = datetime.combine(document.date, time(), SHANGHAI)
    return set_by_typst(LAYOUT.read_bytes(), fonts.collection, inputs, on=moment, title=_one_line(document.title))


def set_by_typst(layout: bytes, fonts: typst.Fonts, inputs: dict[str, str], *, on: datetime, title: str) -> bytes:
    """A layout and its data as PDF/A-2u; raises CharacterWithoutTypeface, PaperNotSet."""
    try:
        return typst.compile(layout, font_paths=fonts, sys_inputs=inputs, timestamp=on, pdf_standards="a-2u")
    except typst.TypstError as error:
        if missing := NO_GLYPH.search(error.message):
            raise CharacterWithoutTypeface(title=title, character=_shown(missing[1])) from error
        raise PaperNotSet(title=title, reason=error.message) from error


def _paper(document: Document, fonts: PaperFonts) -> dict[str, object]:
    day = chinese_day(document.date)
    body_gap, day_gap = closing_gaps(document.issuing_body, day)
    return {
        "fonts": {role: _face(getattr(fonts, role)) for role in ("body", "heading", "subheading", "title")},
        "title": printable_lines(document.title),
        "issuing_body": _one_line(document.issuing_body),
        "day": day,
        "body_gap": body_gap,
        "day_gap": day_gap,
        "addressee": _one_line(document.addressee),
        "letterhead": _one_line(document.letterhead),
        "reference_number": _one_line(document.reference_number),
        "signer": _one_line(document.signer),
        "attachments": [[mark, _one_line(name)] for mark, name in attachment_lines(document.attachments)],
        "blocks": [_block(block) for block in document.blocks],
    }


def _shown(character: str) -> str:
    """A character without a shape is named by its number, as U+E000."""
    number = re.fullmatch(r"\\u\{([0-9a-f]+)\}", character)
    return f"U+{number[1].upper()}" if number else character


def _face(face: Face) -> dict[str, object]:
    return {"names": list(face.names), "bold": face.bold}


def _one_line(text: str) -> str:
    return " ".join(printable_lines(text))


def _block(block: Block) -> dict[str, object]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": _one_line(text), "level": level}
        case Paragraph(text, indent):
            return {"kind": "paragraph", "lines": printable_lines(text), "indent": indent}
        case Table():
            return _table(block)
        case Signatures(labels, day_label):
            return {"kind": "signatures", "labels": [_one_line(label) for label in labels], "day_label": day_label}
        case PageBreak():
            return {"kind": "page_break"}


def _table(table: Table) -> dict[str, object]:
    return {
        "kind": "table",
        "whole": table.is_short,
        "caption": _one_line(table.caption),
        "columns": [
            {"heading": printable_lines(column.heading), "align": column.align, "width": column.width}
            for column in table.columns
        ],
        "rows": [
            {
                "whole": sum(len(cell) for cell in row) <= WHOLE_ROW_CHARACTERS,
                "cells": [printable_lines(cell) for cell in row],
            }
            for row in table.rows
        ],
    }
