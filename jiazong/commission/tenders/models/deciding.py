"""How it ends: the standing of each bid, the award, what is made public, questions of bidders, the signature."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.commission.contracts.models import Contract
from jiazong.commission.tenders.models.bids import Bid
from jiazong.commission.tenders.models.tender import Tender
from jiazong.people.places.models import Body


class Standing(models.Model):
    """What a valid bid came to once the panel had closed: its points by part, and its rank."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="standing")
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="standings")
    technical = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    business = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    price = models.DecimalField(max_digits=6, decimal_places=2)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["tender", "rank"], name="tenders_rank_once")]

    def __str__(self) -> str:
        return f"{self.rank} {self.bid_id}"


class Award(models.Model):
    """To whom a tender was awarded."""

    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="award")
    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="award")
    agency = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="awards")
    first_year_fen = models.BigIntegerField()
    total_fen = models.BigIntegerField()
    awarded_at = models.DateTimeField(db_default=Now(), editable=False)
    awarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.tender_id)


class Notice(models.Model):
    """What the law publishes, and nothing else, as it was published: the tender, the award, a cancelling, a contract."""

    TENDER, AWARD, CANCELLED, CONTRACT = "tender", "award", "cancelled", "contract"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in (TENDER, AWARD, CANCELLED, CONTRACT)])
    content = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["-at", "id"], name="tenders_notice_newest")]
        constraints = [models.UniqueConstraint(fields=["tender", "kind"], name="tenders_notice_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.tender_id}"


class Inquiry(models.Model):
    """A bidder's query (质疑) about the requirement, the procedure or the result, and the purchaser's answer."""

    ABOUT = ("requirement", "procedure", "result")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="inquiries")
    agency = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="inquiries")
    about = models.CharField(max_length=12, choices=[(one, one) for one in ABOUT])
    words = models.CharField(max_length=4000)
    raised_at = models.DateTimeField(db_default=Now(), editable=False)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField()
    answer = models.CharField(max_length=4000, blank=True)
    is_upheld = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-raised_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="tenders_answer_says_something")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Signing(models.Model):
    """That the contract of the first year was signed, on which day and for which centre; then the contract taken in by it."""

    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="signing")
    agency = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="signings")
    contract_code = models.CharField(max_length=64)
    centre_code = models.CharField(max_length=40)
    centre_name = models.CharField(max_length=120)
    signed_on = models.DateField()
    first_day = models.DateField()
    last_day = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    filed_on = models.DateField(null=True)
    contract = models.OneToOneField(Contract, null=True, on_delete=models.PROTECT, related_name="signing")

    def __str__(self) -> str:
        return self.contract_code
