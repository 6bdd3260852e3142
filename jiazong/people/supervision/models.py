"""Who supervises whom, what was said, and the record checks of staff; texts are sealed and lie in tables of their own.

The header of a note or a check (day, minutes, state) and its text are two tables, so that the database can show one
without the other.
"""
import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import DaysHeld, PostKind, Worker
from jiazong.people.supervision.rules import checks


class Pair(models.Model):
    """A supervisor and a worker, from one day to another; making one writes the supervisor's grant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supervises")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="pairs")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            ExclusionConstraint(
                name="supervision_pair_once",
                expressions=[
                    ("supervisor", RangeOperators.EQUAL), ("worker", RangeOperators.EQUAL), (DaysHeld(), RangeOperators.OVERLAPS),
                ],
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class Note(models.Model):
    """That a supervision took place: with whom, when, how long, in which form. What was said lies in `NoteText`.

    `about` names a worker against whom the note holds a complaint; that worker never sees the note, in any role.
    """

    INDIVIDUAL, GROUP, HARD_CASE, SITE_VISIT = "individual", "group", "hard_case", "site_visit"
    FORMS = (INDIVIDUAL, GROUP, HARD_CASE, SITE_VISIT)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="notes")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=12)
    session = models.UUIDField(default=uuid.uuid4)
    about = models.ForeignKey(Worker, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["centre", "-day", "-id"], name="supervision_note_by_centre"),
            models.Index(fields=["pair", "-day"], name="supervision_note_of_pair"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="supervision_note_minutes"),
            models.CheckConstraint(
                condition=Q(form__in=["individual", "group", "hard_case", "site_visit"]), name="supervision_note_form"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class NoteText(models.Model):
    """What was talked about and agreed, for the supervisor and the worker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="text")
    themes = SealedTextField(agency="note.centre.agency_id")
    agreements = SealedTextField(agency="note.centre.agency_id")

    def __str__(self) -> str:
        return str(self.note_id)


class NotePrivate(models.Model):
    """The supervisor's own remarks: the worker does not see them, nor does an approved look or an emergency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="private")
    words = SealedTextField(agency="note.centre.agency_id")

    def __str__(self) -> str:
        return str(self.note_id)


class Setting(models.Model):
    """How long a record check holds and when a list begins to warn, from a day on, with its source."""

    first_day = models.DateField(unique=True)
    months = models.PositiveSmallIntegerField()
    warn_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["first_day"]

    def __str__(self) -> str:
        return str(self.first_day)


class Duty(models.Model):
    """A kind of post whose holders work with minors and need a record check, from a day on."""

    kind = models.OneToOneField(PostKind, primary_key=True, on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField()
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.kind_id


class Check(models.Model):
    """That a worker's record was asked for: when, of which kind, what came back in one word, until when it holds."""

    ENTRY, YEARLY = "entry", "yearly"
    KINDS = (ENTRY, YEARLY)
    RESULTS = (checks.WAITING, checks.CLEAR, checks.FOUND)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="checks")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    asked_on = models.DateField()
    result = models.CharField(max_length=12)
    valid_until = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-asked_on", "-id"]
        indexes = [models.Index(fields=["worker", "-asked_on"], name="supervision_check_of_worker")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["entry", "yearly"]), name="supervision_check_kind"),
            models.CheckConstraint(condition=Q(result__in=["waiting", "clear", "found"]), name="supervision_check_result"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("asked_on")), name="supervision_check_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CheckText(models.Model):
    """The paper behind a check: its number, and in words what was found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.OneToOneField(Check, on_delete=models.CASCADE, related_name="text")
    number = SealedTextField(agency="record.centre.agency_id")
    words = SealedTextField(agency="record.centre.agency_id")

    def __str__(self) -> str:
        return str(self.record_id)
