"""Process notes: one contact, its time, its text; what is typed lies in a draft until it is finished."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedJSONField, SealedTextField
from jiazong.ledger.hours.models import Posting
from jiazong.people.residents.models import Person
from jiazong.service.cases.models.case import Case, OfCase


class Note(OfCase):
    """A process note (过程记录): day, begin, minutes, mode and place; finished within the set hours, or marked late.

    Finishing posts the contact to the ledger once; `posting` is that line.
    """

    number = models.PositiveIntegerField()
    day = models.DateField()
    start_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    direct_minutes = models.PositiveSmallIntegerField(default=0)
    indirect_minutes = models.PositiveSmallIntegerField(default=0)
    mode = models.CharField(max_length=20)
    place = models.CharField(max_length=60, blank=True)
    is_crisis = models.BooleanField(default=False)
    is_late = models.BooleanField(default=False)
    posting = models.OneToOneField(Posting, null=True, on_delete=models.PROTECT, related_name="+")
    request_key = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ["-day", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_note_once"),
            models.CheckConstraint(condition=Q(direct_minutes__gt=0) | Q(indirect_minutes__gt=0), name="cases_note_minutes"),
        ]
        indexes = [models.Index(fields=["case", "-day", "-number"], name="cases_note_of")]


class NoteText(models.Model):
    """What was said and done in a contact; an addition later is a row of its own (`adds_to`), nothing is overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="texts")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    purpose = SealedTextField(agency="case.sealed_for", blank=True)
    content = SealedTextField(agency="case.sealed_for", blank=True)
    skills = SealedTextField(agency="case.sealed_for", blank=True)
    reaction = SealedTextField(agency="case.sealed_for", blank=True)
    next_step = SealedTextField(agency="case.sealed_for", blank=True)
    is_addition = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=Now, editable=False)

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class Present(models.Model):
    """A family member who was there: one note for several people."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="present")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="present_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="cases_present_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Draft(models.Model):
    """What somebody is typing into a form of a case, field by field, sealed; it outlives a session that ran out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=20)
    about = models.CharField(max_length=40, blank=True)
    fields = SealedJSONField(agency="case.sealed_for", null=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=Now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account", "form", "about"], name="cases_draft_once")]

    def __str__(self) -> str:
        return str(self.pk)
