"""Reads of papers: an agency's templates, the prints of a file or a centre, what a check code stands for."""
import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.papers import form_word, register
from jiazong.ground.papers.models import OwnTemplate, Print
from jiazong.ground.papers.register import Form

# What stands in the record of a print for a whole file, in place of one form.
WHOLE_FILE = "file"


class NotPrintedHere(LookupError):
    """No paper with this check code was ever printed by this system."""


@dataclass(frozen=True)
class Genuine:
    """What a check code stands for: nothing about anybody."""

    form: str
    title: str
    shape: str
    at: datetime
    papers: int
    sha256: str
    centre: str


def template_in_use(agency: str, form: str) -> OwnTemplate | None:
    """The agency's own template of a form, where it has one: the newest that was not withdrawn."""
    return OwnTemplate.objects.filter(agency=agency, form=form, withdrawn_at__isnull=True).order_by("-version").first()


def templates_in_use(agency: str) -> dict[str, OwnTemplate]:
    """The agency's own templates by form, without their bytes; one question."""
    found = OwnTemplate.objects.filter(agency=agency, withdrawn_at__isnull=True).defer("content").select_related("uploaded_by")
    return {one.form: one for one in found.order_by("form", "version")}


def versions_of(agency: str, form: str) -> QuerySet[OwnTemplate]:
    """Every version an agency ever had of a form, the newest first, without their bytes."""
    found = OwnTemplate.objects.filter(agency=agency, form=form).defer("content")
    return found.select_related("uploaded_by", "withdrawn_by").order_by("-version")


def layout_of(form: Form) -> str:
    """The fingerprint of a form as the product has it: another one where a field, a row or a label changed."""
    return hashlib.sha256(form_word.built_in_template(form)).hexdigest()[:12]


def prints_of(subject: Subject) -> QuerySet[Print]:
    """The prints of one file, the newest first."""
    return Print.objects.filter(subject_type=subject.kind, subject_id=str(subject.id)).select_related("by").order_by("-at", "-id")


def prints_within(word: str) -> QuerySet[Print]:
    """The prints of the centres where whoever acts may do a word today; which those are, only the database can say here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.centres(%s)", [word])
        return Print.objects.filter(centre__in=[code for (code,) in cursor.fetchall()])


def genuine(code: str) -> Genuine:
    """What a check code stands for; raises NotPrintedHere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT form, shape, at, papers, sha256, centre_name FROM app.printed(%s)", [code])
        found = cursor.fetchone()
    if found is None:
        raise NotPrintedHere(code)
    form, shape, at, papers, sha256, centre = found
    return Genuine(form, title_of(form), shape, at, papers, sha256, centre)


def title_of(form: str) -> str:
    """The title of a form that may have left the table since."""
    if form == WHOLE_FILE:
        return _("Whole case file")
    known = register.forms().get(form)
    return known.title if known else form
