"""Forms as Word: the built-in template of each form is made from the table of forms, filled by docxtpl, edited in WPS or Word.

A template names its fields by their labels: `{{ 服务对象 }}`; a list repeats a row: `{%tr for 行 in 目标 %}` … `{{ 行.领域 }}`.
"""
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, Twips
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from jiazong.ground.papers import register
from jiazong.ground.papers.filling import Around, Filled
from jiazong.ground.papers.form_pdf import DAY_TO_WRITE, PEN_ROOM, TYPED_ROOM, picture_as_png
from jiazong.ground.papers.layout.frozen import frozen_docx
from jiazong.ground.papers.layout.make_gongwen import KEPT_STYLES, LATIN, element
from jiazong.ground.papers.pdf import SHANGHAI
from jiazong.ground.papers.register import Form, Place
from jiazong.ground.papers.word import FormNotFilled

SONG = "宋体"
PAGE_WIDTH, PAGE_HEIGHT, SIDE, TOP, BOTTOM = 11906, 16838, 1134, 1021, 1134
LINE_WIDTH = PAGE_WIDTH - 2 * SIDE
GREY = "F2F2F2"
SIGNATURE_MM = 16
ROW = "行"
STYLES = {"表单标题": (16, "center", True), "表单抬头": (10.5, "left", False), "表单标签": (10.5, "center", False),
          "表单内容": (10.5, "left", False), "表单页脚": (9, "left", False)}  # fmt: skip


@lru_cache(maxsize=64)
def built_in_template(form: Form) -> bytes:
    """The product's own Word template of a form, the same bytes on every machine; an agency may take it as its start."""
    word = _blank()
    _line(word.add_paragraph(style="表单标题"), form.title)
    head = word.add_paragraph(style="表单抬头")
    _stops(head, LINE_WIDTH)
    _line(head, "中心：{{ 中心 }}\t编号：{{ 编号 }}")
    for row in form.rows:
        _row(word, row)
    _foot(word)
    return frozen_docx(word, title=form.title)


def render_word_form(filled: Filled, around: Around, template: bytes | None = None) -> bytes:
    """A filled form as an editable Word file, by the agency's own template or the built-in one.

    Raises FormNotFilled where the template asks for something the form does not have.
    """
    word = DocxTemplate(BytesIO(template or built_in_template(filled.form)))
    try:
        word.render(_context(filled, around, word), jinja_env=SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    except TemplateError as fault:
        raise FormNotFilled(reason=str(fault)) from fault
    on = around.printed_at.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)
    return frozen_docx(word.docx, author=around.centre, title=filled.form.title, on=on)


def _context(filled: Filled, around: Around, word: DocxTemplate) -> dict[str, object]:
    said: dict[str, object] = {**around.words(), "编号": filled.number}
    for one in filled.form.fields:
        if one.kind == register.LIST:
            said[one.placeholder] = _rows(one.columns, filled.lists[one.code])
        elif one.kind == register.PICTURE:
            drawn = filled.pictures.get(one.code)
            said[one.placeholder] = InlineImage(word, BytesIO(picture_as_png(drawn.svg)), width=Mm(150)) if drawn else ""
        else:
            said[one.placeholder] = filled.texts[one.code]
    return said


def _rows(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[Mapping[str, str]]:
    names = [register.fields()[code].placeholder for code in columns]
    return [dict(zip(names, row, strict=True)) for row in rows or (("",) * len(names),) * 3]


def _blank() -> WordDocument:
    """An empty A4 page with the styles of a form and nothing else."""
    word = docx.Document()
    styles = word.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.find(qn("w:name")).get(qn("w:val")) not in KEPT_STYLES:
            styles.remove(style)
    defaults = styles.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(defaults):
        defaults.remove(child)
    defaults.append(_fonts())
    defaults.append(element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    for name, (points, align, is_bold) in STYLES.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.quick_style, style.hidden = True, False
        style.font.size, style.font.bold = Pt(points), is_bold
        style.element.get_or_add_rPr().insert(0, _fonts())
        properties = style.element.get_or_add_pPr()
        properties.append(element("spacing", before="0", after="120" if is_bold else "0"))
        properties.append(element("jc", val=align))
    section = word.sections[0]
    for edge, twips in {"page_width": PAGE_WIDTH, "page_height": PAGE_HEIGHT, "top_margin": TOP, "bottom_margin": BOTTOM,
                        "left_margin": SIDE, "right_margin": SIDE, "footer_distance": 567, "header_distance": 567}.items():
        setattr(section, edge, Twips(twips))
    return word


def _fonts() -> BaseOxmlElement:
    return element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=SONG, cs=LATIN)


def _row(word: WordDocument, row: tuple[Place, ...]) -> None:
    first = row[0].field
    if first.kind == register.LIST:
        _list_rows(word, first)
    elif first.kind == register.PICTURE:
        line = _table_row(word, [register.UNITS], whole=True)
        _cell(line[0], "表单标签", first.label, grey=True)
        _cell(_table_row(word, [register.UNITS], height=PEN_ROOM)[0], "表单标签", f"{{{{ {first.placeholder} }}}}")
    else:
        _labelled(word, row)


def _labelled(word: WordDocument, row: tuple[Place, ...]) -> None:
    kinds = {place.field.kind for place in row}
    height = SIGNATURE_MM if register.SIGN in kinds else TYPED_ROOM if register.TALL in kinds else 0
    widths = [units for place in row for units in (register.LABEL_UNITS, place.units - register.LABEL_UNITS)]
    cells = _table_row(word, widths, height=height, whole=register.TALL not in kinds)
    for place, label, value in zip(row, cells[::2], cells[1::2], strict=True):
        _cell(label, "表单标签", place.field.label, grey=True)
        if place.field.kind == register.SIGN:
            _cell(value, "表单页脚", DAY_TO_WRITE, align="right", at="bottom")
        else:
            at = "top" if place.field.kind == register.TALL else "center"
            _cell(value, "表单内容", f"{{{{ {place.field.placeholder} }}}}", at=at)


def _list_rows(word: WordDocument, one: register.Field) -> None:
    """A heading over the whole width, the column names, and one row that repeats."""
    columns = [register.fields()[code] for code in one.columns]
    share, rest = divmod(register.UNITS, len(columns))
    widths = [share + (1 if at < rest else 0) for at in range(len(columns))]
    _cell(_table_row(word, [register.UNITS], whole=True)[0], "表单标签", one.label, grey=True)
    for cell, column in zip(_table_row(word, widths, whole=True), columns, strict=True):
        _cell(cell, "表单标签", column.label, grey=True)
    _cell(_table_row(word, [register.UNITS])[0], "表单内容", f"{{%tr for {ROW} in {one.placeholder} %}}")
    for cell, column in zip(_table_row(word, widths, whole=True), columns, strict=True):
        _cell(cell, "表单内容", f"{{{{ {ROW}.{column.placeholder} }}}}")
    _cell(_table_row(word, [register.UNITS])[0], "表单内容", "{%tr endfor %}")


def _table_row(word: WordDocument, units: list[int], *, height: int = 0, whole: bool = False) -> list[BaseOxmlElement]:
    """One more row of the form's table with cells of so many units; whole rows stay on their page."""
    table = word.tables[0]._tbl if word.tables else _grid(word)
    row = element("tr")
    properties = element("trPr")
    if whole:
        properties.append(element("cantSplit"))
    if height:
        properties.append(element("trHeight", val=str(round(height * 56.7)), hRule="atLeast"))
    if len(properties):
        row.append(properties)
    cells = []
    for wide in units:
        cell = element("tc")
        details = element("tcPr")
        details.append(element("tcW", w=str(round(LINE_WIDTH * wide / register.UNITS)), type="dxa"))
        details.append(element("gridSpan", val=str(wide)))
        cell.append(details)
        row.append(cell)
        cells.append(cell)
    table.append(row)
    return cells


def _grid(word: WordDocument) -> BaseOxmlElement:
    table = word.add_table(0, register.UNITS)._tbl
    properties = table.tblPr
    for old in list(properties):
        properties.remove(old)
    properties.append(element("tblW", w=str(LINE_WIDTH), type="dxa"))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(side, val="single", sz="4", space="0", color="000000"))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, twips in (("top", "70"), ("left", "90"), ("bottom", "70"), ("right", "90")):
        margins.append(element(side, w=twips, type="dxa"))
    properties.append(margins)
    for column in table.tblGrid.findall(qn("w:gridCol")):
        column.set(qn("w:w"), str(LINE_WIDTH // register.UNITS))
    return table


def _cell(cell: BaseOxmlElement, style: str, words: str, *, grey: bool = False, align: str = "", at: str = "center") -> None:
    if grey:
        cell.tcPr.append(element("shd", val="clear", color="auto", fill=GREY))
    cell.tcPr.append(element("vAlign", val=at))
    made = element("p")
    properties = element("pPr")
    properties.append(element("pStyle", val=_style_id(style)))
    if align:
        properties.append(element("jc", val=align))
    made.append(properties)
    cell.append(made)
    _line(Paragraph(made, None), words)


def _style_id(name: str) -> str:
    # python-docx makes the id of a style from its name.
    return name.replace(" ", "")


def _line(paragraph: Paragraph, words: str) -> None:
    paragraph.add_run(words)


def _stops(paragraph: Paragraph, *positions: int) -> None:
    tabs = element("tabs")
    for at, twips in enumerate(positions):
        tabs.append(element("tab", val="right" if at == len(positions) - 1 else "center", pos=str(twips)))
    paragraph._p.get_or_add_pPr().append(tabs)


def _foot(word: WordDocument) -> None:
    """Who printed it when, page x of y, the check code."""
    footer = word.sections[0].footer
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    line.style = word.styles["表单页脚"]
    _stops(line, LINE_WIDTH // 2, LINE_WIDTH)
    _line(line, "打印人：{{ 打印人 }}　{{ 打印时间 }}\t第 ")
    _page_field(line, "PAGE")
    _line(line, " 页　共 ")
    _page_field(line, "NUMPAGES")
    _line(line, " 页\t校验码 {{ 校验码 }}")


def _page_field(line: Paragraph, name: str) -> None:
    for kind in ("begin", None, "separate", "1", "end"):
        run = line.add_run()._r
        if kind is None:
            instruction = element("instrText")
            instruction.text = name
            run.append(instruction)
        elif kind == "1":
            shown = element("t")
            shown.text = "1"
            run.append(shown)
        else:
            run.append(element("fldChar", fldCharType=kind))
