"""Reads of attachments."""
from django.conf import settings
from django.db.models import QuerySet

from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.attachments.models import File
from jiazong.ground.attachments.rules import MEGABYTE, Limits


def limits() -> Limits:
    """The bounds of a file, from the settings."""
    return Limits(file_bytes=settings.JIAZONG_ATTACHMENT_MB * MEGABYTE)


def files_of(subject: Subject, *, part: str | None = None) -> QuerySet[File]:
    """The attachments of a record that are still there, the newest first; with `part` those of one piece of it."""
    found = File.objects.filter(subject_type=subject.kind, subject_id=str(subject.id), removed_at__isnull=True)
    return (found if part is None else found.filter(part=part)).select_related("added_by")
