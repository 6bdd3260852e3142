"""Looks at covered values: uncovered on a screen, or asked for by equality."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField


class Look(models.Model):
    """One look: a covered value of a subject uncovered (and why), or a number looked up in a column of an agency."""

    UNCOVERED, LOOKED_UP = "uncovered", "looked_up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    kind = models.CharField(max_length=10, choices=[(UNCOVERED, UNCOVERED), (LOOKED_UP, LOOKED_UP)])
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.CharField(max_length=64, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64, blank=True)
    column = models.CharField(max_length=60)
    reason = models.CharField(max_length=20, blank=True)
    words = SealedTextField(agency="agency")

    class Meta:
        indexes = [
            models.Index(fields=["account", "kind", "-at"], name="custody_by_account"),
            models.Index(fields=["subject_type", "subject_id", "-at"], name="custody_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id} {self.column}"
