"""Books of people somebody hands in on the page of importing."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedBytesField
from jiazong.people.places.models import Centre


class PeopleBook(models.Model):
    """A book of people from upload to the register. The file is sealed, and thrown away once it is over with.

    `told` is what reading found: lines and columns with codes, and keys of persons; names are nowhere in it.
    """

    UPLOADED, READING, READ, WRITING, WRITTEN = "uploaded", "reading", "read", "writing", "written"
    CANCELLED, REFUSED = "cancelled", "refused"
    STATES = (UPLOADED, READING, READ, WRITING, WRITTEN, CANCELLED, REFUSED)
    OVER = (WRITTEN, CANCELLED, REFUSED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = SealedBytesField(agency="centre.agency_id", blank=True)
    state = models.CharField(max_length=10, default=UPLOADED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    problem = models.JSONField(null=True)
    told = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["centre", "-uploaded_at", "-id"], name="residents_book_by_centre")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["uploaded", "reading", "read", "writing", "written", "cancelled", "refused"]),
                name="residents_book_state",
            )
        ]

    def __str__(self) -> str:
        return self.name
