"""Requests of people about their data, copies made for them, files that are locked, and how long what is kept."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.ground.dated import DatedFigure
from jiazong.ground.privacy.fields import SealedBytesField, SealedTextField
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Guardianship, Person
from jiazong.service.cases.models import Case
from jiazong.service.rights import rules


class Setting(DatedFigure):
    """A dated setting with its source: days to answer, months to lock and to forget a case."""


    source = models.CharField(max_length=300)


class Retention(models.Model):
    """How long a class of data (D2…D7) or one table is kept, from when on, and why; `months` empty: as long as the rest.

    `is_withheld` data is not in the copy a person gets, for the reason in `source`.
    """

    what = models.CharField(max_length=60)
    first_day = models.DateField()
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    runs_from = models.CharField(max_length=60)
    is_withheld = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["what", "first_day"]
        constraints = [models.UniqueConstraint(fields=["what", "first_day"], name="rights_retention_once")]

    def __str__(self) -> str:
        return self.what


class Request(models.Model):
    """That a person, her guardian or an heir asks for something about her data, and what was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rights_requests")
    kind = models.CharField(max_length=10)
    asker = models.CharField(max_length=10)
    guardianship = models.ForeignKey(Guardianship, null=True, on_delete=models.PROTECT, related_name="+")
    is_conflict = models.BooleanField(default=False)
    identity = models.CharField(max_length=100)
    words = SealedTextField(agency="centre.agency_id", blank=True)
    asked_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=rules.OPEN)
    ground = models.CharField(max_length=20, blank=True)
    remark = SealedTextField(agency="centre.agency_id", blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["centre", "due_on", "id"], name="rights_by_centre"),
            models.Index(fields=["person"], name="rights_of"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.KINDS), name="rights_kind"),
            models.CheckConstraint(condition=Q(asker__in=rules.ASKERS), name="rights_asker"),
            models.CheckConstraint(
                condition=Q(state=rules.OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=[rules.GRANTED, rules.LOCKED, rules.REFUSED, rules.DONE], decided_at__isnull=False),
                name="rights_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(written_by__isnull=True) | Q(state=rules.DONE, kind__in=rules.AT_THE_DESK)
                | ~Q(decided_by=F("written_by")),
                name="rights_another_decides",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[rules.REFUSED, rules.LOCKED]) | Q(ground__in=rules.GROUNDS), name="rights_ground"
            ),
            models.CheckConstraint(
                condition=Q(asker=rules.GUARDIAN, guardianship__isnull=False) | ~Q(asker=rules.GUARDIAN), name="rights_guardian_named"
            ),
            models.CheckConstraint(
                condition=Q(is_conflict=False) | Q(state__in=[rules.OPEN, rules.REFUSED]), name="rights_no_conflict"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)


class Copy(models.Model):
    """All that is kept about a person as it was when her request was granted; opened by a grant of the request alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="copy")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    content = SealedBytesField(agency="centre.agency_id")
    rows = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return str(self.pk)


class Archive(models.Model):
    """That a case is locked: no grant opens it, nothing is done with it but keeping; and when it was forgotten.

    `forget_asked_at` is when somebody said it may be forgotten; the machine does it afterwards.
    """

    RETENTION, REQUESTED = "retention", "request"

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="archive")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    why = models.CharField(max_length=10)
    request = models.ForeignKey(Request, null=True, on_delete=models.PROTECT, related_name="+")
    locked_on = models.DateField()
    forget_after = models.DateField()
    forget_asked_at = models.DateTimeField(null=True)
    forget_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["forget_after", "case_id"]
        indexes = [models.Index(fields=["centre", "forget_after"], condition=Q(forgotten_at__isnull=True), name="rights_to_forget")]
        constraints = [models.CheckConstraint(condition=Q(why__in=["retention", "request"]), name="rights_archive_why")]

    def __str__(self) -> str:
        return str(self.pk)
