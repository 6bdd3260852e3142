"""Looks at a Word template before it is kept and before it prints: a real .docx, without macros, that asks only for known fields."""
import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from jiazong.ground.papers import register, rules
from jiazong.ground.papers.document import PaperError
from jiazong.ground.papers.register import Form
from jiazong.ground.papers.rules import Compared

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
WORD_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# Parts that run, embed or fetch something; a template needs none of them.
FORBIDDEN_PARTS = re.compile(r"(?i)(vbaProject|vbaData|activeX|embeddings/|oleObject|attachedTemplate|customUI)")
OUTSIDE = re.compile(rb"(?i)TargetMode\s*=\s*[\"']External[\"'][^>]*>|<[^>]*TargetMode\s*=\s*[\"']External[\"']")
HYPERLINK = b"/hyperlink"
FIELD_THAT_FETCHES = re.compile(rb"(?i)\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT|DATABASE)\b")
INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
# What a form needs: values, rows that repeat, what is shown if; nothing that calls, sets or takes in more.
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If,
    nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Pair, nodes.EvalContext,
)  # fmt: skip


class TemplateRefused(PaperError):
    """A Word file that is no template this product can use."""


class NotAWordFile(TemplateRefused):
    msgid = "“%(name)s” is not a Word document (.docx); save it as .docx in WPS or Word and choose it again."


class TemplateTooLarge(TemplateRefused):
    msgid = "“%(name)s” is larger than a form's template may be (%(limit)s MB); take pictures out of it and choose it again."


class TemplateRuns(TemplateRefused):
    msgid = "“%(name)s” holds a macro, an embedded object or a link to another file (%(part)s); save it without and choose it again."


class TemplateNotRead(TemplateRefused):
    msgid = "The placeholders of “%(name)s” cannot be read: %(reason)s. Correct the braces of that placeholder and choose it again."


class UnknownField(TemplateRefused):
    msgid = "The template asks for {{ %(field)s }}, which the form “%(form)s” does not have; write {{ %(nearest)s }} instead."


class UnknownFieldAlone(TemplateRefused):
    msgid = "The template asks for {{ %(field)s }}, which the form “%(form)s” does not have; take it out or see the list of fields."


class MissingField(TemplateRefused):
    msgid = "The template of “%(form)s” has no {{ %(field)s }}; put it in, or the paper cannot be told from another."


def check(form: Form, content: bytes, *, name: str = "") -> Compared:
    """What a template uses of its form; raises the named refusals of this module, the first thing that is wrong."""
    name = name or form.title
    _is_plain_word(content, name)
    used = _names(content, form, name)
    compared = rules.compare(used, known=[*form.by_placeholder, *register.FRAME], must=register.MUST)
    for unknown in compared.unknown:
        nearest = form.nearest(unknown)
        if nearest:
            raise UnknownField(field=unknown, form=form.title, nearest=nearest)
        raise UnknownFieldAlone(field=unknown, form=form.title)
    for missing in compared.missing:
        raise MissingField(field=missing, form=form.title)
    return compared


def _is_plain_word(content: bytes, name: str) -> None:
    if len(content) > MOST_BYTES:
        raise TemplateTooLarge(name=name, limit=MOST_BYTES // 1024 // 1024)
    if not content.startswith(b"PK\x03\x04"):
        raise NotAWordFile(name=name)
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise TemplateTooLarge(name=name, limit=MOST_BYTES // 1024 // 1024)
            if WORD_MAIN not in package.read("[Content_Types].xml") or "word/document.xml" not in package.namelist():
                raise NotAWordFile(name=name)
            for part in parts:
                _does_nothing(package, part, name)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError) as fault:
        raise NotAWordFile(name=name) from fault


def _does_nothing(package: ZipFile, part: ZipInfo, name: str) -> None:
    """Macros, objects, and whatever is fetched from elsewhere when the paper is opened."""
    if FORBIDDEN_PARTS.search(part.filename):
        raise TemplateRuns(name=name, part=part.filename)
    if part.filename.endswith(".rels"):
        for found in OUTSIDE.finditer(package.read(part)):
            if HYPERLINK not in found[0]:
                raise TemplateRuns(name=name, part=part.filename)
    elif part.filename.endswith(".xml"):
        for found in INSTRUCTION.finditer(package.read(part)):
            if fetching := FIELD_THAT_FETCHES.search(found[1] or found[2] or b""):
                raise TemplateRuns(name=name, part=fetching[0].decode())


def _names(content: bytes, form: Form, name: str) -> set[str]:
    """The names the template takes from the form; the columns of a repeated row are checked with its list."""
    environment = SandboxedEnvironment()
    found: set[str] = set()
    try:
        for xml in _sources(content):
            tree = environment.parse(xml)
            _only_what_a_form_needs(tree, name)
            found |= _free(tree, form)
    except TemplateError as fault:
        raise TemplateNotRead(name=name, reason=str(fault)) from fault
    except (KeyError, ValueError, SyntaxError, AttributeError) as fault:
        raise NotAWordFile(name=name) from fault
    return found


def _sources(content: bytes) -> Iterator[str]:
    """The body, headers, footers and notes as templates, their tags joined as docxtpl joins them."""
    word = DocxTemplate(BytesIO(content))
    word.init_docx()
    yield word.patch_xml(word.get_xml())
    for kind in (word.HEADER_URI, word.FOOTER_URI):
        for _, part in word.get_headers_footers(kind):
            yield word.patch_xml(word.get_part_xml(part))


def _only_what_a_form_needs(tree: nodes.Template, name: str) -> None:
    for node in tree.find_all(nodes.Node):
        reaches_in = isinstance(node, nodes.Getattr) and (not isinstance(node.node, nodes.Name) or node.attr.startswith("_"))
        if not isinstance(node, ALLOWED) or reaches_in:
            raise TemplateNotRead(name=name, reason=type(node).__name__)


def _free(tree: nodes.Template, form: Form) -> set[str]:
    """Names that come from outside; of a row that repeats `目标` its columns are known, `行.领域` and no other."""
    loops = [one for one in tree.find_all(nodes.For) if isinstance(one.target, nodes.Name) and isinstance(one.iter, nodes.Name)]
    rows = {one.target.name for one in loops} | {"loop"}
    found = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "load" and one.name not in rows}
    found |= {one.iter.name for one in loops}
    known = {"loop": {"index", "first", "last"}}
    return found | _attributes(tree, form, known)


def _attributes(node: nodes.Node, form: Form, known: dict[str, set[str]]) -> set[str]:
    """What is taken from a row that its list does not have; each loop has its own row, of whatever name."""
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name):
        known = known | {node.target.name: _columns(form, node.iter.name)}
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        row = node.node.name
        return set() if node.attr in known.get(row, ()) else {f"{row}.{node.attr}"}
    return {name for child in node.iter_child_nodes() for name in _attributes(child, form, known)}


def _columns(form: Form, placeholder: str) -> set[str]:
    one = form.by_placeholder.get(placeholder)
    return {register.fields()[code].placeholder for code in one.columns} if one else set()
