"""Once a month somebody looks at what became of those who came."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.places.models import Centre


class MonthReview(models.Model):
    """That a month's outcomes were looked through, by whom, with what remark; `month` is its first day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    remark = SealedTextField(agency="centre.agency_id", blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["centre", "month"], name="intake_review_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.month:%Y-%m}"
