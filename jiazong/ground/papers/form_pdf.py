"""Filled forms as PDF/A: one form, or a whole file with a cover, contents and page numbers that run through."""
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import typst

from jiazong.ground.papers import register
from jiazong.ground.papers.document import printable_lines, width_in_characters
from jiazong.ground.papers.filling import Around, Filled, plain
from jiazong.ground.papers.fonts import PaperFonts, find_fonts
from jiazong.ground.papers.pdf import SHANGHAI, set_by_typst
from jiazong.ground.papers.register import Place

LAYOUT = Path(__file__).parent / "layout" / "form.typ"
# Room for a pen in a field of several lines, in millimetres: where nothing was typed, and beside what was.
PEN_ROOM = 22
TYPED_ROOM = 15
DAY_TO_WRITE = "日期：" + "　" * 4
LONG_CHARACTERS = 240
PICTURE_PPI = 200


def render_forms(
    filled: Sequence[Filled], around: Around, *, title: str = "", cover: Sequence[tuple[str, str]] | None = None,
    fonts: PaperFonts | None = None,
) -> bytes:
    """The forms one after another as PDF/A on A4, the same bytes for the same words; with a cover also its contents.

    Raises NoChineseFont, CharacterWithoutTypeface.
    """
    fonts = fonts or find_fonts()
    title = plain(title or (filled[0].form.title if filled else ""))
    paper = {
        "fonts": {"form": {"names": list(fonts.form.names), "bold": fonts.form.bold}},
        "title": title,
        "centre": plain(around.centre),
        "cover": [[plain(label), plain(words)] for label, words in cover] if cover is not None else None,
        "foot": {"printed": f"打印人：{plain(around.printed_by)}　{around.moment}", "code": f"校验码 {around.code}"},
        "forms": [_form(one, around) for one in filled],
    }
    inputs = {"paper": json.dumps(paper, ensure_ascii=False)}
    return set_by_typst(_layout(), fonts.collection, inputs, on=around.printed_at.astimezone(SHANGHAI), title=title)


def picture_as_png(svg: str, fonts: PaperFonts | None = None) -> bytes:
    """A drawing as a bitmap of 200 dots an inch and 16 cm, for Word, which older versions of read no SVG."""
    fonts = fonts or find_fonts()
    page = b'#set page(width: 160mm, height: auto, margin: 0mm)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    return typst.compile(page, font_paths=fonts.collection, sys_inputs={"svg": svg}, format="png", ppi=PICTURE_PPI)


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return LAYOUT.read_bytes()


def _form(one: Filled, around: Around) -> dict[str, object]:
    return {
        "title": one.form.title, "centre": plain(around.centre), "number": plain(one.number), "about": plain(one.about),
        "rows": [_row(row, one) for row in one.form.rows],
    }  # fmt: skip


def _row(row: tuple[Place, ...], one: Filled) -> dict[str, object]:
    first = row[0].field
    if first.kind == register.LIST:
        return _list(row[0], one)
    if first.kind == register.PICTURE:
        drawn = one.pictures.get(first.code)
        return {"kind": "picture", "label": [first.label], "svg": drawn.svg if drawn else "",
                "words": plain(drawn.words) if drawn else "", "breakable": False}  # fmt: skip
    if all(place.field.kind == register.SIGN for place in row):
        cells = [{"label": [place.field.label], "units": place.units, "day": DAY_TO_WRITE} for place in row]
        return {"kind": "signatures", "cells": cells, "breakable": False}
    cells = [_cell(place, one.texts[place.field.code]) for place in row]
    return {"kind": "cells", "cells": cells, "breakable": any(cell["long"] for cell in cells)}


def _cell(place: Place, text: str) -> dict[str, object]:
    tall = place.field.kind == register.TALL
    is_long = tall and (len(text) > LONG_CHARACTERS or text.count("\n") > 3)
    height = (TYPED_ROOM if text else PEN_ROOM) if tall else 0
    return {"label": printable_lines(place.field.label), "units": place.units, "lines": printable_lines(text), "tall": tall,
            "height": height, "long": is_long}  # fmt: skip


def _list(place: Place, one: Filled) -> dict[str, object]:
    columns = [register.fields()[code] for code in place.field.columns]
    # An empty list keeps three lines to write on.
    rows = one.lists.get(place.field.code) or (("　",) * len(columns),) * 3
    widths = [
        max(3.0, min(14.0, max(width_in_characters(column.label), *(width_in_characters(row[at]) for row in rows))))
        for at, column in enumerate(columns)
    ]
    return {"kind": "list", "label": [place.field.label], "widths": widths, "headings": [[column.label] for column in columns],
            "rows": [[printable_lines(cell) for cell in row] for row in rows], "breakable": True}  # fmt: skip
