"""Who judges, and the points each of them gave."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.commission.tenders.models.bids import Bid
from jiazong.commission.tenders.models.tender import ScoringItem, Tender


class PanelMember(models.Model):
    """Somebody who judges the bids of a tender: first says whether there is a conflict of interest, then scores, then signs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="panel")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    appointed_at = models.DateTimeField(db_default=Now(), editable=False)
    declared_at = models.DateTimeField(null=True)
    has_conflict = models.BooleanField(null=True)
    conflict = models.CharField(max_length=600, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["appointed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "account"], name="tenders_member_once"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(has_conflict=False), name="tenders_conflicted_sign_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """The points of one member for one line of one bid."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="scores")
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="scores")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="scores")
    item = models.ForeignKey(ScoringItem, on_delete=models.PROTECT, related_name="scores")
    points = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "bid", "item"], name="tenders_score_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="tenders_score_not_below_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.item_id} {self.points}"
