"""Printing a form, and an agency's own templates. Invariant: no paper leaves without its record, and no record changes."""
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.papers import checking, queries, register, rules
from jiazong.ground.papers.filling import Around, Filled, fill, plain
from jiazong.ground.papers.form_pdf import render_forms
from jiazong.ground.papers.form_word import render_word_form
from jiazong.ground.papers.layout.frozen import ZIP_EPOCH
from jiazong.ground.papers.models import OwnTemplate, Print
from jiazong.ground.papers.register import Form

PRINTED = "print"
CASE_FILE = "file"
TYPES = {
    Print.PDF: ("application/pdf", "pdf"), Print.FILE: ("application/pdf", "pdf"), Print.PACK: ("application/zip", "zip"),
    Print.WORD: ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One form to print: its code, the value of every field, its number, and in a whole file what tells it from the next."""

    form: str
    values: Mapping[str, Any]
    number: str
    about: str = ""


@dataclass(frozen=True)
class Order:
    """Whose paper it is: the file it is about, the centre's name and agency, who prints it under which word and grant."""

    subject: Subject
    centre_name: str
    agency: str
    by: Account
    word: str
    grant: Grant | None = None


@dataclass(frozen=True)
class Issued:
    """A paper that may leave: its name, type and bytes, and the record of it."""

    name: str
    content_type: str
    content: bytes
    record: Print


@transaction.atomic
def issue(part: Part, order: Order, *, shape: str = Print.PDF, own: bool = True) -> Issued:
    """Print one form as `Print.PDF` or `Print.WORD`; the print is a record, and of a restricted file a read.

    Word takes the agency's own template unless `own` is off; it is checked again before. Raises PaperError.
    """
    form = register.form(part.form)
    template = queries.template_in_use(order.agency, part.form) if own and shape == Print.WORD else None
    if template:
        checking.check(form, bytes(template.content), name=template.name)
    filled, around = _filled(part), _around(part.number, order)
    if shape == Print.WORD:
        content = render_word_form(filled, around, bytes(template.content) if template else None)
    else:
        content = render_forms([filled], around)
    name = f"{form.title} {part.number}"
    return _recorded(name, content, order, around, [form], shape=shape, form=part.form, template=template)


@transaction.atomic
def issue_file(parts: Sequence[Part], order: Order, *, title: str, number: str, cover: Sequence[tuple[str, str]]) -> Issued:
    """Print a whole file in the order given: one PDF with cover, contents and pages counted through."""
    around = _around(number, order)
    filled = [_filled(part) for part in parts]
    facts = [*cover, ("文书份数", str(len(parts))), ("打印时间", around.moment)]
    content = render_forms(filled, around, title=title, cover=facts)
    forms = [one.form for one in filled]
    return _recorded(f"{title} {number}", content, order, around, forms, shape=Print.FILE, form=queries.WHOLE_FILE)


@transaction.atomic
def issue_pack(parts: Sequence[Part], order: Order, *, title: str, number: str) -> Issued:
    """The same forms as Word files in one zip, numbered in their order, all under one check code."""
    around = _around(number, order)
    held = queries.templates_in_use(order.agency)
    own = {code: bytes(OwnTemplate.objects.get(pk=held[code].pk).content) for code in {part.form for part in parts} & set(held)}
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for at, part in enumerate(parts, start=1):
            form = register.form(part.form)
            if part.form in own:
                checking.check(form, own[part.form], name=held[part.form].name)
            content = render_word_form(_filled(part), around, own.get(part.form))
            info = ZipInfo(file_name(f"{at:02} {form.title} {part.about or part.number}.docx"), ZIP_EPOCH)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)
    forms = [register.form(part.form) for part in parts]
    return _recorded(f"{title} {number}", packed.getvalue(), order, around, forms, shape=Print.PACK, form=queries.WHOLE_FILE)


def _filled(part: Part) -> Filled:
    return fill(register.form(part.form), part.values, number=part.number, about=part.about)


def _around(number: str, order: Order) -> Around:
    code = rules.code_of([secrets.randbelow(len(rules.ALPHABET)) for _ in range(rules.DRAWN)])
    moment = timezone.localtime().replace(microsecond=0)
    return Around(order.centre_name, number, str(order.by), moment, rules.shown(code))


def _recorded(
    name: str, content: bytes, order: Order, around: Around, forms: Sequence[Form], *, shape: str, form: str,
    template: OwnTemplate | None = None,
) -> Issued:
    kind, ending = TYPES[shape]
    sha256 = hashlib.sha256(content).hexdigest()
    layouts = "".join(queries.layout_of(one) for one in forms)
    record = Print.objects.create(
        **order.subject.columns, form=form, shape=shape, template=template, code=rules.read_code(around.code), sha256=sha256,
        layout=layouts if len(forms) == 1 else hashlib.sha256(layouts.encode()).hexdigest()[:12], papers=len(forms),
        by=order.by, at=around.printed_at,
    )  # fmt: skip
    if any(one.is_restricted for one in forms):
        note_read(order.subject, by=order.by, word=order.word, grant=order.grant, what=PRINTED)
    chronicle.record("papers.printed", record, by=order.by, form=form, shape=shape, sha256=sha256, file=str(record))
    return Issued(file_name(f"{name}.{ending}"), kind, content, record)


def file_name(name: str) -> str:
    """A name every file system takes: no path, no control characters, at most 120 characters."""
    clean = "".join("_" if letter in '\\/:*?"<>|\n' else letter for letter in plain(name))
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[:110]}{dot}{ending}"


@transaction.atomic
def keep_template(agency: str, form: str, *, name: str, content: bytes, by: Account | None) -> OwnTemplate:
    """Keep an agency's own template of a form as its next version, in use from now on; the same file again is the same version.

    Raises the refusals of `checking`.
    """
    checking.check(register.form(form), content, name=name)
    sha256 = hashlib.sha256(content).hexdigest()
    last = OwnTemplate.objects.filter(agency=agency, form=form).order_by("-version").first()
    if last and last.sha256 == sha256 and last.withdrawn_at is None:
        return last
    made = OwnTemplate.objects.create(
        agency=agency, form=form, version=last.version + 1 if last else 1, name=file_name(name), sha256=sha256, content=content,
        uploaded_by=by,
    )  # fmt: skip
    chronicle.record("papers.template_kept", made, by=by, form=form, version=made.version, sha256=sha256)
    return made


@transaction.atomic
def withdraw_template(template: OwnTemplate, *, by: Account | None) -> OwnTemplate:
    """Take a template out of use; the one before it counts again, else the built-in one."""
    ended = OwnTemplate.objects.filter(pk=template.pk, withdrawn_at__isnull=True).update(withdrawn_at=Now(), withdrawn_by=by)
    if ended:
        chronicle.record("papers.template_withdrawn", template, by=by, form=template.form, version=template.version)
    return template
