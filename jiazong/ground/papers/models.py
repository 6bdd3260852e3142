"""Templates an agency made itself, and the record of every print; both only grow."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.ground.access.grants.models import AboutAFile


class OwnTemplate(models.Model):
    """A version of an agency's own Word template for a form; the newest that was not withdrawn is in use."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.CharField(max_length=64)
    form = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["form", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "form", "version"], name="papers_template_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True) | Q(withdrawn_at__isnull=False), name="papers_template_withdrawn_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.version}"


class Print(AboutAFile):
    """That a paper left the product: which form of which file, by which template, who, when, and what its bytes were.

    `layout` is the fingerprint of the form as the product has it; `template` the agency's own version, if it was used.
    """

    PDF, WORD, FILE, PACK = "pdf", "word", "file", "pack"
    SHAPES = (PDF, WORD, FILE, PACK)

    form = models.CharField(max_length=40)
    shape = models.CharField(max_length=4)
    layout = models.CharField(max_length=12)
    template = models.ForeignKey(OwnTemplate, null=True, on_delete=models.PROTECT, related_name="prints")
    code = models.CharField(max_length=8, unique=True)
    sha256 = models.CharField(max_length=64)
    papers = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(shape__in=["pdf", "word", "file", "pack"]), name="papers_print_shape"),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="papers_print_of"),
            models.Index(fields=["by", "-at"], name="papers_print_by"),
        ]
