"""What came of a contact (咨询, domain D4): the head for lists and counts, what was said sealed in a table of its own."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.staff.models import Worker
from jiazong.service.intake.models.booking import Appointment
from jiazong.service.intake.models.queue import Arrival, AtDesk
from jiazong.service.intake.rules import codes


class Consultation(AtDesk):
    """One contact and its outcome: when, by which way, about what kind of need, how long, who answered.

    The line of the ledger that counts it carries the same number as its `request_key`. A case that was opened is not named
    here: which person a case is about is told by a grant alone.
    """

    arrival = models.OneToOneField(Arrival, null=True, on_delete=models.PROTECT, related_name="consultation")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10)
    kind = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    answered_by = models.ForeignKey(Worker, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appointment = models.OneToOneField(Appointment, null=True, on_delete=models.PROTECT, related_name="consultation")
    is_counted = models.BooleanField(default=False)
    is_minor = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["centre", "-day", "-id"], name="intake_consultation_newest"),
            models.Index(fields=["centre", "person", "day"], name="intake_consultation_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="intake_consultation_minutes"),
            models.CheckConstraint(condition=Q(channel__in=codes.CHANNELS), name="intake_consultation_way"),
            models.CheckConstraint(condition=Q(kind__in=codes.KINDS), name="intake_consultation_kind"),
            models.CheckConstraint(condition=Q(outcome__in=codes.OUTCOMES), name="intake_consultation_outcome"),
        ]


class ConsultationText(models.Model):
    """What was asked, what was answered, to whom it was referred."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.OneToOneField(Consultation, on_delete=models.CASCADE, related_name="text")
    content = SealedTextField(agency="consultation.centre.agency_id", blank=True)
    answer = SealedTextField(agency="consultation.centre.agency_id", blank=True)
    referred_to = SealedTextField(agency="consultation.centre.agency_id", blank=True)

    def __str__(self) -> str:
        return str(self.consultation_id)
