"""Makes gongwen.docx, the page and the styles of GB/T 9704-2012; run again after a change: python -m jiazong.ground.papers.layout.make_gongwen.

The template may also be edited in WPS or Word: whatever its styles say is what every paper looks like.
"""
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor, Twips
from lxml import etree

from jiazong.ground.papers.layout.frozen import frozen_docx

TEMPLATE = Path(__file__).parent / "gongwen.docx"

# GB/T 9704-2012, 5.2: A4, 37 mm above and 28 mm left of a text area of 156 mm by 225 mm, 22 lines of 28 characters.
PAGE = {"page_width": 11906, "page_height": 16838, "top_margin": 2098, "right_margin": 1474, "bottom_margin": 1984,
        "left_margin": 1588, "header_distance": 851, "footer_distance": 1247}
LINE_TWIPS = 579
BODY_POINTS = 16
# The grid's character is 849 4096ths of a point narrower than 16 pt, so that 28 of them fill the line.
CHARACTER_SPACE = "-849"
# WPS, Word and LibreOffice read a character grid differently (LibreOffice breaks after 27), so the styles do not lean
# on it: an exact line of 28.95 pt and a third of a point less between characters give 22 lines of 28 in all three.
TIGHTER_TWIPS = "-6"
LATIN = "Times New Roman"
FANGSONG, HEI, KAI, TITLE_SONG, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
STAND_INS = {FANGSONG: "仿宋", KAI: "楷体", TITLE_SONG: "华文中宋", HEI: "SimHei", SONG: "SimSun"}
KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}


@dataclass(frozen=True, slots=True)
class Look:
    """One style of the template: typeface, size in points, alignment and what else differs from the body."""

    name: str
    face: str
    points: float
    align: str = "both"
    indent: bool = False
    exact: bool = True
    outline: int | None = None
    keep_next: bool = False
    red: bool = False


LOOKS = (
    Look("公文正文", FANGSONG, 16, indent=True),
    Look("公文主送", FANGSONG, 16, align="left"),
    Look("公文机关", TITLE_SONG, 30, align="center", exact=False, red=True),
    Look("公文文号", FANGSONG, 16, align="left"),
    Look("公文标题", TITLE_SONG, 22, align="center", keep_next=True),
    Look("公文一级标题", HEI, 16, indent=True, outline=0, keep_next=True),
    Look("公文二级标题", KAI, 16, indent=True, outline=1, keep_next=True),
    Look("公文三级标题", FANGSONG, 16, indent=True, outline=2, keep_next=True),
    Look("公文四级标题", FANGSONG, 16, indent=True, outline=3, keep_next=True),
    Look("公文表题", HEI, 12, align="center", keep_next=True),
    Look("公文表头", HEI, 12, align="center", exact=False, keep_next=True),
    Look("公文表文", FANGSONG, 12, align="left", exact=False),
    Look("公文签名", FANGSONG, 16, align="left", exact=False, keep_next=True),
    Look("公文附件", FANGSONG, 16, align="left"),
    Look("公文落款", FANGSONG, 16, align="right", keep_next=True),
    Look("公文页码", SONG, 14, align="left", exact=False),
)


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element of the w: namespace with attributes of the same."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def make_template() -> bytes:
    """The template's bytes, the same on every machine."""
    document = docx.Document()
    _drop_styles(document)
    _set_defaults(document)
    for look in LOOKS:
        _add_style(document, look)
    _set_page(document)
    _set_page_numbers(document)
    _name_stand_ins(document)
    return frozen_docx(document)


def _drop_styles(document: WordDocument) -> None:
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.find(qn("w:name")).get(qn("w:val")) not in KEPT_STYLES:
            styles.remove(style)


def _set_defaults(document: WordDocument) -> None:
    properties = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(properties):
        properties.remove(child)
    properties.append(_fonts(FANGSONG))
    properties.append(element("sz", val="32"))
    properties.append(element("szCs", val="32"))
    properties.append(element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    # The grid counts in characters of the style Normal, so its size has to stand there too.
    normal = document.styles["Normal"]
    for child in list(normal.element.get_or_add_rPr()):
        normal.element.rPr.remove(child)
    normal.element.rPr.append(_fonts(FANGSONG))
    normal.font.size = Pt(16)
    paragraph = document.styles.element.find(f".//{qn('w:pPrDefault')}/{qn('w:pPr')}")
    for child in list(paragraph):
        paragraph.remove(child)


def _fonts(face: str) -> BaseOxmlElement:
    # Without eastAsia Word falls back to 宋体 for every Chinese character.
    return element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=face, cs=LATIN)


def _add_style(document: WordDocument, look: Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.quick_style, style.hidden = True, False
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(look.points)
    run = style.element.get_or_add_rPr()
    run.insert(0, _fonts(look.face))
    if look.points == BODY_POINTS:
        run.insert(1, element("spacing", val=TIGHTER_TWIPS))
    if look.red:
        style.font.color.rgb = RGBColor(0xC8, 0x16, 0x1D)
    paragraph = style.element.get_or_add_pPr()
    for child in _paragraph_properties(look):
        paragraph.append(child)


def _paragraph_properties(look: Look) -> list[BaseOxmlElement]:
    """In the order the schema of WordprocessingML wants."""
    made = [element("keepNext")] if look.keep_next else []
    # A full page has 22 lines only where no line is moved to keep a widow company.
    made.append(element("widowControl", val="0"))
    if look.name == "公文文号":
        made.append(_red_line())
        tabs = element("tabs")
        tabs.append(element("tab", val="right", pos="8529"))
        made.append(tabs)
    # Punctuation hanging out of the text area would be a 29th character.
    made.append(element("overflowPunct", val="0"))
    made.append(element("snapToGrid", val="0"))
    made.append(element("spacing", before="0", after="0", line=str(LINE_TWIPS), lineRule="exact") if look.exact
                else element("spacing", before="0", after="0"))
    if look.indent:
        made.append(element("ind", firstLineChars="200", firstLine="630"))
    made.append(element("jc", val=look.align))
    if look.outline is not None:
        made.append(element("outlineLvl", val=str(look.outline)))
    return made


def _red_line() -> BaseOxmlElement:
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz="12", space="8", color="C8161D"))
    return borders


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    for name, twips in PAGE.items():
        setattr(section, name, Twips(twips))
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="linesAndChars", linePitch=str(LINE_TWIPS), charSpace=CHARACTER_SPACE))
    settings = document.settings.element
    for old in settings.findall(qn("w:characterSpacingControl")):
        settings.remove(old)
    compat = settings.find(qn("w:compat"))
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    compat.addprevious(element("characterSpacingControl", val="doNotCompress"))


def _set_page_numbers(document: WordDocument) -> None:
    """Odd pages at the right, even pages at the left, one character in (GB/T 9704-2012, 7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align, side in ((section.footer, "right", "right"), (section.even_page_footer, "left", "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["公文页码"]
        properties = paragraph._p.get_or_add_pPr()
        properties.append(element("ind", **{side: "280"}))
        properties.append(element("jc", val=align))
        paragraph.add_run("— ")
        for kind in ("begin", None, "end"):
            run = paragraph.add_run()._r
            if kind:
                run.append(element("fldChar", fldCharType=kind))
            else:
                instruction = element("instrText")
                instruction.text = "PAGE"
                run.append(instruction)
        paragraph.add_run(" —")


def _name_stand_ins(document: WordDocument) -> None:
    """Say which typeface may stand in for one that a reader's machine lacks."""
    fonts = element("fonts")
    for name, stand_in in sorted(STAND_INS.items()):
        font = element("font", name=name)
        font.append(element("altName", val=stand_in))
        font.append(element("charset", val="86"))
        fonts.append(font)
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = etree.tostring(fonts, encoding="UTF-8", standalone=True)


if __name__ == "__main__":
    TEMPLATE.write_bytes(make_template())
