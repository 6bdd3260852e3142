"""What a case asks of whoever takes it, who must not take it, and what was proposed."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import Worker
from jiazong.service.cases.models import Case


class OfCaseAtCentre(models.Model):
    """Something about giving a case to somebody; it names no resident."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Need(OfCaseAtCentre):
    """Languages and specialties a case asks for, as codes of the staff's skills; written when it is opened."""

    skills = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="intake_need_once")]


class Conflict(OfCaseAtCentre):
    """A worker who must not take a case: a relative, somebody complained about."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(agency="centre.agency_id", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "worker"], name="intake_conflict_once")]


class Proposal(OfCaseAtCentre):
    """What the product proposed when a case was given, and who was chosen (PIPL 24: advice that can be looked at later).

    `ranked` is a list of {worker, load, added, reasons}, best first; `is_followed` says whether the first was chosen.
    """

    ranked = models.JSONField(default=list)
    chosen = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    is_followed = models.BooleanField()

    class Meta:
        ordering = ["-written_at"]
        indexes = [models.Index(fields=["case", "-written_at"], name="intake_proposal_of_case")]
