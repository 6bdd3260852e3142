"""Keeping, reading and removing attachments. Invariant: nothing is kept as it came, and nothing is read without its line."""
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now

from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.attachments import queries, rules
from jiazong.ground.attachments.cleaning import parent
from jiazong.ground.attachments.models import Content, File
from jiazong.ground.chronicle import actions as chronicle

ATTACHMENT = "attachment"


@dataclass(frozen=True)
class Cleaned:
    """A file as it may be kept: its name, kind, bytes made anew."""

    name: str
    kind: str
    body: bytes

    def digest(self, sealed_for: str) -> str:
        """What tells the same file sent twice; of another record it is another, so that nobody can compare the two."""
        return hashlib.sha256(sealed_for.encode() + b"\0" + self.body).hexdigest()


def clean(upload: UploadedFile) -> Cleaned:
    """What of an uploaded file may be kept; raises the refusals of `rules`, one sentence each. It needs no database."""
    name, limits = rules.clean_name(upload.name or ""), queries.limits()
    if upload.size is not None and upload.size > limits.file_bytes:
        raise rules.FileTooLarge(name=name, limit=limits.file_bytes // rules.MEGABYTE)
    upload.seek(0)
    kind, body = parent.cleaned(name, upload.read(), limits)
    return Cleaned(name, kind, body)


@transaction.atomic
def attach(
    subject: Subject, cleaned: Cleaned, *, sealed_for: str, by: Account | None, part: str = "", is_restricted: bool = False
) -> File:
    """Keep a cleaned file with a record, sealed with the record's key; the same file sent again is the one that is there."""
    there = queries.files_of(subject, part=part).filter(digest=cleaned.digest(sealed_for)).first()
    if there:
        return there
    file = File.objects.create(
        **subject.columns, sealed_for=sealed_for, part=part, is_restricted=is_restricted, kind=cleaned.kind,
        size=len(cleaned.body), name=cleaned.name, digest=cleaned.digest(sealed_for), added_by=by,
    )  # fmt: skip
    Content.objects.create(file=file, body=cleaned.body)
    chronicle.record("attachments.added", file, by=by, file=str(file), kind=cleaned.kind, bytes=len(cleaned.body))
    return file


def attach_all(
    subject: Subject, cleaned: Iterable[Cleaned], *, sealed_for: str, by: Account | None, part: str = "", is_restricted: bool = False
) -> list[File]:
    """Keep several files with a record."""
    return [attach(subject, one, sealed_for=sealed_for, by=by, part=part, is_restricted=is_restricted) for one in cleaned]


@transaction.atomic
def read(file: File, *, by: Account, word: str, grant: Grant | None) -> bytes:
    """The bytes of an attachment; that they were read is written down in the same transaction."""
    content = Content.objects.get(file=file)
    content.file = file
    note_read(Subject(file.subject_type, file.subject_id, file.centre), by=by, word=word, grant=grant, what=ATTACHMENT)
    return content.body


@transaction.atomic
def remove(file: File, *, by: Account | None) -> File:
    """Take an attachment away: its bytes are gone at once, that it was there stays."""
    ended = File.objects.filter(pk=file.pk, removed_at__isnull=True).update(removed_at=Now(), removed_by=by)
    if ended:
        content = Content.objects.get(file=file)
        content.file, content.body = file, b""
        content.save(update_fields=["body"])
        chronicle.record("attachments.removed", file, by=by, file=str(file))
    return file
