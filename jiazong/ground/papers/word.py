"""A paper as Word: the page, grid and styles of GB/T 9704-2012 come from layout/gongwen.docx, the words from the paper."""
from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

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
    width_in_characters,
)
from jiazong.ground.papers.layout.frozen import frozen_docx
from jiazong.ground.papers.layout.make_gongwen import element

TEMPLATE = Path(__file__).parent / "layout" / "gongwen.docx"
HEADING_STYLES = {1: "公文一级标题", 2: "公文二级标题", 3: "公文三级标题", 4: "公文四级标题"}
LINE_WIDTH = 8844
CHARACTER = 315
TWO_LINES = 56
SIGNATURE_ROW = 800
# Beside the words of a label: the colon and the margins of its cell.
LABEL_MARGIN = CHARACTER + 240
DAY_ROOM = 2000


class FormNotFilled(PaperError):
    """A form's template asks for something its paper does not give, or cannot be read as a template."""

    msgid = "The form could not be filled in: %(reason)s. Correct the placeholders of the Word template."


def render_word(document: Document) -> bytes:
    """The paper as an editable Word file, the same bytes for the same paper."""
    word = docx.Document(str(TEMPLATE))
    if document.letterhead:
        _letterhead(word, document)
    _line(word, "", "公文主送")
    _lines(word, document.title, "公文标题")
    _line(word, "", "公文主送")
    if document.addressee:
        _lines(word, document.addressee + "：", "公文主送")
    for block in document.blocks:
        _block(word, block)
    _keep_closing_company(word)
    _attachments(word, document)
    _closing(word, document)
    return frozen_docx(
        word, author=document.issuing_body, title=" ".join(printable_lines(document.title)),
        on=datetime.combine(document.date, time()),
    )


def fill_form(template: bytes, context: Mapping[str, object], *, on: date, issuing_body: str = "") -> bytes:
    """Fill a Word template that somebody edits in WPS or Word; the values are text, never markup or template.

    Placeholders are Jinja's, run in its sandbox; a placeholder without a value raises FormNotFilled.
    """
    form = DocxTemplate(BytesIO(template))
    try:
        form.render(dict(context), jinja_env=SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    except TemplateError as error:
        raise FormNotFilled(reason=str(error)) from error
    return frozen_docx(form.docx, author=issuing_body, on=datetime.combine(on, time()))


def _line(word: WordDocument, text: str, style: str) -> WordParagraph:
    return word.add_paragraph(" ".join(printable_lines(text)), style=style)


def _lines(place: WordDocument | _Cell, text: str, style: str) -> WordParagraph:
    paragraph = place.add_paragraph(style=style)
    _write(paragraph, text)
    return paragraph


def _write(paragraph: WordParagraph, text: str) -> None:
    for number, part in enumerate(printable_lines(text)):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(part)


def _letterhead(word: WordDocument, document: Document) -> None:
    _line(word, "", "公文主送")
    _line(word, document.letterhead, "公文机关")
    _line(word, "", "公文主送")
    signer = f"\t签发人：{' '.join(printable_lines(document.signer))}" if document.signer else ""
    number = word.add_paragraph(style="公文文号")
    # A space, not an indent: the red line below runs the whole width.
    number.add_run("　" + " ".join(printable_lines(document.reference_number)) + signer)


def _block(word: WordDocument, block: Block) -> None:
    match block:
        case Heading(text, level):
            _line(word, text, HEADING_STYLES[level])
        case Paragraph(text, indent):
            for part in printable_lines(text):
                word.add_paragraph(part, style="公文正文" if indent else "公文主送")
        case Table():
            _table(word, block)
        case Signatures(labels, day_label):
            _signatures(word, labels, day_label)
        case PageBreak():
            word.add_page_break().style = word.styles["公文主送"]


def _grid(word: WordDocument, rows: int, widths: tuple[int, ...], *, border: str) -> WordTable:
    table = word.add_table(rows, len(widths))
    properties = table._tbl.tblPr
    for old in list(properties):
        properties.remove(old)
    properties.append(element("tblW", w=str(LINE_WIDTH), type="dxa"))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val=border, sz="4", space="0", color="000000"))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, twips in (("top", "50"), ("left", "80"), ("bottom", "50"), ("right", "80")):
        margins.append(element(side, w=twips, type="dxa"))
    properties.append(margins)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))
    for row in table._tbl.tr_lst:
        # Whole rows only: a record is not torn over two pages.
        row.get_or_add_trPr().append(element("cantSplit"))
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Twips(width)
    return table


def _table(word: WordDocument, table: Table) -> None:
    if table.caption:
        _line(word, table.caption, "公文表题")
    shares = sum(column.width for column in table.columns)
    widths = tuple(round(LINE_WIDTH * column.width / shares) for column in table.columns)
    grid = _grid(word, len(table.rows) + 1, widths, border="single")
    rows = grid._tbl.tr_lst
    rows[0].trPr.append(element("tblHeader"))
    for cell, column in zip(rows[0].tc_lst, table.columns, strict=True):
        _fill(_Cell(cell, grid), column.heading, "公文表头", "center")
    last = len(table.rows)
    for number, (line, row) in enumerate(zip(rows[1:], table.rows, strict=True), start=1):
        for cell, text, column in zip(line.tc_lst, row, table.columns, strict=True):
            paragraph = _fill(_Cell(cell, grid), text, "公文表文", column.align)
            paragraph.paragraph_format.keep_with_next = True if table.is_short and number < last else None
    # Word joins two tables that touch.
    _line(word, "", "公文表题")


def _fill(cell: _Cell, text: str, style: str, align: str) -> WordParagraph:
    cell._tc.tcPr.append(element("vAlign", val="center"))
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph._p.get_or_add_pPr().append(element("jc", val=align))
    _write(paragraph, text)
    return paragraph


def _signatures(word: WordDocument, labels: tuple[str, ...], day_label: str) -> None:
    _keep_closing_company(word)
    first = min(_label_width(max(labels, key=width_in_characters)), LINE_WIDTH // 2)
    third = _label_width(day_label)
    grid = _grid(word, len(labels), (first, LINE_WIDTH - first - third - DAY_ROOM, third, DAY_ROOM), border="nil")
    for row, label in zip(grid._tbl.tr_lst, labels, strict=True):
        row.get_or_add_trPr().append(element("trHeight", val=str(SIGNATURE_ROW), hRule="atLeast"))
        for index, (cell, text) in enumerate(zip(row.tc_lst, (f"{label}：", "", f"{day_label}：", ""), strict=True)):
            if index % 2:
                borders = element("tcBorders")
                borders.append(element("bottom", val="single", sz="4", space="0", color="000000"))
                cell.get_or_add_tcPr().append(borders)
            cell.get_or_add_tcPr().append(element("vAlign", val="bottom"))
            paragraph = _Cell(cell, grid).paragraphs[0]
            paragraph.style = "公文签名"
            _write(paragraph, text)


def _keep_closing_company(word: WordDocument) -> None:
    """No page carries only the closing; a long last paragraph would move whole and leave a gap, so it stays."""
    if word.paragraphs and len(word.paragraphs[-1].text) <= TWO_LINES:
        word.paragraphs[-1].paragraph_format.keep_with_next = True


def _label_width(label: str) -> int:
    return round(width_in_characters(label) * CHARACTER) + LABEL_MARGIN


def _attachments(word: WordDocument, document: Document) -> None:
    if document.attachments:
        _line(word, "", "公文主送").paragraph_format.keep_with_next = True
    for mark, name in attachment_lines(document.attachments):
        line = _line(word, mark + name, "公文附件")
        hanging = 3 + (1 if len(document.attachments) > 1 else 0)
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.left_indent = Twips((2 + hanging) * CHARACTER)
        line.paragraph_format.first_line_indent = Twips(-hanging * CHARACTER)


def _closing(word: WordDocument, document: Document) -> None:
    day = chinese_day(document.date)
    blank = _line(word, "", "公文主送")
    blank.paragraph_format.keep_with_next = True
    for text, gap in zip((document.issuing_body, day), closing_gaps(document.issuing_body, day), strict=True):
        line = _line(word, text, "公文落款")
        line.paragraph_format.right_indent = Twips(round(gap * CHARACTER))
