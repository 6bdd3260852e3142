"""Attachments of a record: the head with its sealed name, and the bytes, in two tables, so that a list reads no file."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.ground.access.grants.models import AboutAFile
from jiazong.ground.attachments import rules
from jiazong.ground.privacy.fields import SealedBytesField, SealedTextField


class File(AboutAFile):
    """A file kept with a record: of which kind and size, under which sealed name; `part` says to which piece of the record.

    `sealed_for` names the key that seals it: the record's own, so that destroying that key destroys its files too.
    """

    sealed_for = models.CharField(max_length=64)
    part = models.CharField(max_length=60, blank=True)
    is_restricted = models.BooleanField(default=False)
    kind = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    name = SealedTextField(agency="sealed_for")
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="attachments_kind"),
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True) | Q(removed_at__isnull=False), name="attachments_removed_when"
            ),
            # The same file sent twice to the same place is one.
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "part", "digest"], condition=Q(removed_at__isnull=True),
                name="attachments_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["subject_type", "subject_id", "-added_at"], name="attachments_of")]


class Content(models.Model):
    """The bytes of an attachment, sealed; emptied when it is removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="content")
    body = SealedBytesField(agency="file.sealed_for")

    def __str__(self) -> str:
        return str(self.file_id)
