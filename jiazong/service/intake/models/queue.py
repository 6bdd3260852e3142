"""Who came or called: known, known only by a name told, or nobody in particular."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Household, Person
from jiazong.people.staff.models import Worker
from jiazong.service.intake.rules import codes
from jiazong.service.intake.rules.waiting import Stay


class AtDesk(models.Model):
    """Something a centre's desk wrote down about somebody: a known person, a name as told (sealed), or nobody named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name_told = SealedTextField(agency="centre.agency_id", blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Arrival(AtDesk):
    """Somebody at the desk or on the telephone: for whom, since when, attended to, gone; times by the database's clock.

    `worker` is whom it is for; none means the desk. `about` is one line on what it is, sealed.
    """

    channel = models.CharField(max_length=10, default=codes.WALK_IN)
    worker = models.ForeignKey(Worker, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appointment = models.OneToOneField("intake.Appointment", null=True, on_delete=models.PROTECT, related_name="arrival")
    about = SealedTextField(agency="centre.agency_id", blank=True)
    came_at = models.DateTimeField(db_default=Now(), editable=False)
    served_at = models.DateTimeField(null=True, editable=False)
    gone_at = models.DateTimeField(null=True, editable=False)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    served_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["came_at", "id"]
        indexes = [
            models.Index(fields=["centre", "came_at", "id"], condition=Q(gone_at__isnull=True), name="intake_still_here"),
            models.Index(fields=["centre", "-came_at", "-id"], name="intake_arrival_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=codes.CHANNELS), name="intake_arrival_channel"),
            models.CheckConstraint(
                condition=(Q(served_at__isnull=True) | Q(served_at__gte=F("came_at")))
                & (Q(gone_at__isnull=True) | Q(gone_at__gte=F("came_at"))),
                name="intake_arrival_times_in_order",
            ),
        ]

    @property
    def stay(self) -> Stay:
        """The times as the rules take them."""
        return Stay(self.came_at, self.served_at, self.gone_at)
