"""Reports of danger to somebody, whom they were told, and how they ended; all words are sealed."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.ground.dated import DatedFigure
from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Person
from jiazong.service.cases.models import Case
from jiazong.service.crisis import rules


class Setting(DatedFigure):
    """A dated setting with its source: after how many minutes an untold report counts as late."""


class Recipient(models.Model):
    """Who may have to be told; telling an authority (`is_authority`) is what the law asks for."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=60)
    is_authority = models.BooleanField()
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """That somebody is, or seems to be, in danger: who, what, when, where, by whom, and whether it goes on.

    `found_at` is when the worker learnt of it; the clock runs from there. `first_told_at` is the first time an
    authority was told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="crisis_reports")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="crisis_reports")
    kind = models.CharField(max_length=12)
    origin = models.CharField(max_length=8)
    found_at = models.DateTimeField()
    due_at = models.DateTimeField()
    is_danger_now = models.BooleanField()
    is_guardian_suspected = models.BooleanField(default=False)
    whom = SealedTextField(agency="centre.agency_id")
    what = SealedTextField(agency="centre.agency_id")
    happened = SealedTextField(agency="centre.agency_id", blank=True)
    place = SealedTextField(agency="centre.agency_id", blank=True)
    suspect = SealedTextField(agency="centre.agency_id", blank=True)
    danger = SealedTextField(agency="centre.agency_id", blank=True)
    first_told_at = models.DateTimeField(null=True, editable=False)
    warned_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-found_at", "-id"]
        indexes = [
            models.Index(fields=["centre", "-found_at", "-id"], name="crisis_by_centre"),
            models.Index(
                fields=["centre", "due_at"], condition=Q(ended_at__isnull=True, first_told_at__isnull=True), name="crisis_untold"
            ),
            models.Index(fields=["case"], condition=Q(case__isnull=False), name="crisis_of_case"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="crisis_kind"),
            models.CheckConstraint(condition=Q(origin__in=rules.ORIGINS), name="crisis_origin"),
            models.CheckConstraint(condition=Q(due_at__gte=F("found_at")), name="crisis_due_after_found"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Telling(models.Model):
    """That somebody was told of a report, and what they answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="tellings")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    way = models.CharField(max_length=10)
    whom = SealedTextField(agency="centre.agency_id", blank=True)
    replied_at = models.DateTimeField(null=True)
    reply = SealedTextField(agency="centre.agency_id", blank=True)
    reply_written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["told_at", "id"]
        indexes = [models.Index(fields=["report", "told_at"], name="crisis_telling_of")]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=rules.WAYS), name="crisis_telling_way"),
            models.CheckConstraint(condition=Q(replied_at__isnull=True) | Q(replied_at__gte=F("told_at")), name="crisis_reply_after"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Ending(models.Model):
    """That somebody asks to close or dismiss a report, and what another person says to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="endings")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    reason = SealedTextField(agency="centre.agency_id")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    is_agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = SealedTextField(agency="centre.agency_id", blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.ENDINGS), name="crisis_ending_kind"),
            models.CheckConstraint(
                condition=Q(is_agreed__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="crisis_ending_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="crisis_ending_another_decides",
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(is_agreed__isnull=True) | Q(is_agreed=True), name="crisis_one_ending"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
