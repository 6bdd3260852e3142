"""What bidders hand in, sealed; what the opening brings to light; why a bid counts or does not."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.commission.tenders.models.tender import Tender
from jiazong.ground.privacy.fields import SealedJSONField, SealedTextField
from jiazong.people.places.models import Body


class SealKey(models.Model):
    """What opens the bids of a tender: a key made at publication, itself sealed.

    Policies show the row to nobody before the opening, by the clock of the database; bids are sealed with the public half.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="seal_key")
    secret = SealedTextField()

    def __str__(self) -> str:
        return str(self.tender_id)


class Bid(models.Model):
    """A bid as it was handed in: bytes nobody can read, their place in time, and the hash of what was sealed.

    The time is the database's, taken by a trigger that refuses what comes after closing. A bid that is withdrawn or
    replaced keeps its row and loses its content.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="bids")
    agency = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="bids")
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["submitted_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "agency"], condition=Q(withdrawn_at__isnull=True), name="tenders_one_bid_each")
        ]

    def __str__(self) -> str:
        return str(self.id)


class BidDraft(models.Model):
    """A bid that an agency is still writing, sealed with the agency's own key; gone once it is handed in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="bid_drafts")
    agency = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="bid_drafts")
    typed = SealedJSONField(agency="agency_id", null=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tender", "agency"], name="tenders_one_draft_each")]

    def __str__(self) -> str:
        return str(self.id)


class Offer(models.Model):
    """A bid after the opening: what was in it, whether it was what had been sealed, and the verdict on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="offer")
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="offers")
    content = SealedJSONField(null=True)
    is_as_sealed = models.BooleanField()
    is_valid = models.BooleanField()
    opened_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["bid__submitted_at", "id"]

    def __str__(self) -> str:
        return str(self.bid_id)


class Reason(models.Model):
    """One reason why a bid does not count, with what was found, what is asked and where that stands."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="reasons")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    rule = models.CharField(max_length=120)
    lot = models.CharField(max_length=20, blank=True)
    item = models.CharField(max_length=80, blank=True)
    found = models.CharField(max_length=300, blank=True)
    required = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["bid_id", "order"]
        constraints = [models.UniqueConstraint(fields=["bid", "order"], name="tenders_reason_once")]

    def __str__(self) -> str:
        return self.code
