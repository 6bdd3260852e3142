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
from jiazong.people.supervision.rules import checks, months


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


class Sitting(models.Model):
    """A supervision at one centre; a meeting of several centres is as many rows with the same `session`.

    `halves` are the half days the whole session took of the supervisor's month. A hard case has a code, never a name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.UUIDField(default=uuid.uuid4)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sittings")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    form = models.CharField(max_length=12)
    halves = models.PositiveSmallIntegerField(default=0)
    next_day = models.DateField(null=True, blank=True)
    case_code = models.CharField(max_length=16, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["supervisor", "day"], name="supervision_sitting_of_month"),
            models.Index(fields=["centre", "-day", "-id"], name="supervision_sitting_by_centre"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "centre"], name="supervision_sitting_once"),
            models.CheckConstraint(condition=Q(form__in=Note.FORMS), name="supervision_sitting_form"),
            models.CheckConstraint(condition=Q(halves__lte=months.MOST_HALVES), name="supervision_sitting_halves"),
            models.CheckConstraint(
                condition=Q(case_code="") | Q(form=Note.HARD_CASE, case_code__regex=months.PSEUDONYM), name="supervision_sitting_code"
            ),
            models.CheckConstraint(condition=Q(next_day__isnull=True) | Q(next_day__gt=F("day")), name="supervision_sitting_next"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SittingText(models.Model):
    """What a sitting was about, for the supervisor and those who took part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.OneToOneField(Sitting, on_delete=models.CASCADE, related_name="text")
    issues = SealedTextField(agency="sitting.centre.agency_id")
    guidance = SealedTextField(agency="sitting.centre.agency_id")
    background = SealedTextField(agency="sitting.centre.agency_id")
    question = SealedTextField(agency="sitting.centre.agency_id")
    opinions = SealedTextField(agency="sitting.centre.agency_id")
    decision = SealedTextField(agency="sitting.centre.agency_id")

    def __str__(self) -> str:
        return str(self.sitting_id)


class Attendee(models.Model):
    """Who of a centre took part in a sitting; taking part lets them read it."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="attendees")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "worker"], name="supervision_attendee_once")]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.worker_id}"


class FollowUp(models.Model):
    """Something that was agreed to be done: what, by whom, until which day; followed until it is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="follow_ups")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="follow_ups")
    words = SealedTextField(agency="centre.agency_id")
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["centre", "due", "id"], name="supervision_open_by_centre", condition=Q(done_on__isnull=True)),
            models.Index(fields=["supervisor", "due"], name="supervision_open_of_supervisor", condition=Q(done_on__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(done_on__isnull=False) | Q(done_by__isnull=True), name="supervision_follow_up_done_whole")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Report(models.Model):
    """What a centre reports of one month to its supervisor and to the centres the same supervisor guides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    results = SealedTextField(agency="centre.agency_id")
    issues = SealedTextField(agency="centre.agency_id")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-month", "centre"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "month"], name="supervision_report_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="supervision_report_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.month:%Y-%m}"


class Planned(models.Model):
    """Half days a supervisor means to spend at a centre on a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    halves = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["day", "centre"]
        constraints = [
            models.UniqueConstraint(fields=["supervisor", "centre", "day"], name="supervision_planned_once"),
            models.CheckConstraint(condition=Q(halves__gte=1, halves__lte=2), name="supervision_planned_halves"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day}"


class PlanSetting(models.Model):
    """How many half days a month a supervisor gives, over how many centres, from a day on, with its source."""

    first_day = models.DateField(unique=True)
    halves = models.PositiveSmallIntegerField()
    centres = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["first_day"]

    def __str__(self) -> str:
        return str(self.first_day)
