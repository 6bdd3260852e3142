"""Grants of sight, emergency readings, requests, notices and the log of reads; one table each, read by both layers."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.ground.access.grants import rules
from jiazong.ground.dated import DatedFigure
from jiazong.ground.privacy.marked import MarkedTextField, mark_column


class AboutAFile(models.Model):
    """A row about one restricted file: its kind and id, and the centre it belongs to (a code: access lies below places)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    centre = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.subject_type}:{self.subject_id}"


class Limit(DatedFigure):
    """How long or how many, from a day on: a dated setting with its source, never a literal."""


class Purpose(models.Model):
    """Under which word of the permission table a grant of a purpose opens something; twin of purposes.csv."""

    word = models.CharField(max_length=60)
    purpose = models.CharField(max_length=20)
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "purpose"], name="access_purpose_once")]

    def __str__(self) -> str:
        return f"{self.word} {self.purpose}"


class Grant(AboutAFile):
    """Sight of one file for one person, from a moment to a moment of the database's clock; it may only be ended."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    level = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    is_minor = models.BooleanField(default=False)
    valid_from = models.DateTimeField(db_default=Now())
    valid_to = models.DateTimeField()
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["account", "subject_type", "subject_id"], name="access_grant_of_account"),
            models.Index(fields=["subject_type", "subject_id"], name="access_grant_of_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=rules.LEVELS), name="access_grant_level"),
            models.CheckConstraint(condition=Q(source__in=rules.SOURCES), name="access_grant_source"),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="access_grant_ends_after_it_begins"),
            models.CheckConstraint(
                condition=(Q(level__lt=rules.READ_RESTRICTED) & Q(is_minor=False) & ~Q(source__in=rules.NEEDS_APPROVER))
                | (Q(approver__isnull=False) & ~Q(approver=F("account"))),
                name="access_grant_another_approves",
            ),
            models.CheckConstraint(
                condition=~Q(source=rules.BREAK_GLASS) | Q(level__in=rules.READING), name="access_grant_glass_only_reads"
            ),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True) | Q(revoked_at__isnull=False), name="access_grant_revoked_when"
            ),
        ]


class Ask(AboutAFile):
    """Sight of a file that waits for another person's word: one look, a drawn file, an emergency; decided once.

    `source` is what the grant follows from; `code` says which emergency it is; `reason` is what the draw says, a code too.
    What people write may name somebody: it is sealed, and the log keeps its mark.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=20)
    source = models.CharField(max_length=20, default=rules.APPROVAL_STEP)
    is_minor = models.BooleanField(default=False)
    code = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    words = MarkedTextField(leaf="ask", blank=True)
    words_mark = mark_column()
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_granted = models.BooleanField(null=True)
    remark = MarkedTextField(leaf="ask", blank=True)
    remark_mark = mark_column()
    grant = models.OneToOneField(Grant, null=True, on_delete=models.PROTECT, related_name="ask")

    class Meta:
        indexes = [models.Index(fields=["centre", "-asked_at"], name="access_ask_by_centre")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("account")), name="access_ask_another_decides"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_granted__isnull=True)
                | Q(decided_at__isnull=False, is_granted__isnull=False),
                name="access_ask_decided_whole",
            ),
            models.CheckConstraint(condition=Q(source__in=rules.ASKED_FOR), name="access_ask_source"),
            models.CheckConstraint(
                condition=Q(code="") & ~Q(source=rules.BREAK_GLASS) | ~Q(code="") & Q(source=rules.BREAK_GLASS), name="access_ask_code"
            ),
        ]


class BreakGlass(AboutAFile):
    """A file opened in an emergency: why, by whom, until when it must be reviewed, and what the review found."""

    JUSTIFIED, NOT_JUSTIFIED = "justified", "not_justified"

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="glass")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    words = MarkedTextField(leaf="glass", blank=True)
    words_mark = mark_column()
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    review_by = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, blank=True)
    remark = MarkedTextField(leaf="glass", blank=True)
    remark_mark = mark_column()

    class Meta:
        indexes = [
            models.Index(fields=["account", "reviewed_at"], name="access_glass_by_account"),
            models.Index(fields=["centre", "-opened_at"], name="access_glass_by_centre"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("account")), name="access_glass_another_reviews"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, verdict="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, verdict__in=["justified", "not_justified"]),
                name="access_glass_reviewed_whole",
            ),
        ]


class Notice(AboutAFile):
    """A line on somebody's first page: what happened to a file, until it was seen. It carries codes, never content."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-made_at"], name="access_notice_of_account")]


class Read(AboutAFile):
    """Who read what of a file, when, by which grant and for what; written with the read and never changed.

    `about` is the person the file is about: that person may ask who looked (个人信息保护法 第44、45条).
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    purpose = models.CharField(max_length=60)
    grant = models.ForeignKey(Grant, null=True, on_delete=models.PROTECT, related_name="reads")

    class Meta:
        indexes = [
            models.Index(fields=["about", "-at"], name="access_read_about"),
            models.Index(fields=["account", "-at"], name="access_read_by_account"),
            models.Index(fields=["centre", "-at"], name="access_read_by_centre"),
            models.Index(fields=["subject_type", "subject_id", "-at"], name="access_read_of_subject"),
        ]
