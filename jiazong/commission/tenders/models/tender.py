"""A tender and what it asks: lots, least indicators, the table of points."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.commission.catalogue.models import Entry
from jiazong.ground.dated import DatedFigure
from jiazong.people.places.models import Body, Region

CENTRE_PROJECT, POST = "centre_project", "post"
COMPREHENSIVE, HOURS, LOWEST_PRICE = "comprehensive", "hours", "lowest_price"
DRAFT, PUBLISHED, OPENED, SCORED, AWARDED, SIGNED, CANCELLED = (
    "draft", "published", "opened", "scored", "awarded", "signed", "cancelled",
)  # fmt: skip


class Tender(models.Model):
    """One purchase of a service: typed as a draft, published, then each step by the clock of the law (domain A3, A4, B6).

    `typed` is what stands in the form, kept as it was typed until it is published. `notice_day` is the day from which the
    days to closing count; `public_key` seals bids, what opens them lies in SealKey. A trigger holds what was published.
    `entry` is the line of the published catalogue it buys; `catalogue_item` says that line, or why it lies outside the catalogue.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(CENTRE_PROJECT, CENTRE_PROJECT), (POST, POST)])
    method = models.CharField(max_length=16, choices=[(one, one) for one in (COMPREHENSIVE, HOURS, LOWEST_PRICE)])
    purchaser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="tenders")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="tenders")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="tenders")
    catalogue_item = models.CharField(max_length=400, blank=True)
    typed = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=DRAFT)
    notice_day = models.DateField(null=True)
    notice_address = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    scoring_closed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    why_cancelled = models.CharField(max_length=20, blank=True)
    words_cancelled = models.CharField(max_length=1000, blank=True)
    public_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["-created_at", "id"], name="tenders_newest"),
            models.Index(fields=["closes_at", "id"], condition=Q(state=PUBLISHED), name="tenders_open_by_closing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[DRAFT, PUBLISHED, OPENED, SCORED, AWARDED, SIGNED, CANCELLED]), name="tenders_state_known"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(closes_at__isnull=False, notice_day__isnull=False, opens_at__gte=F("closes_at")) & ~Q(public_key=""),
                name="tenders_published_whole",
            ),
            models.CheckConstraint(condition=Q(opened_at__isnull=True) | Q(opened_at__gte=F("opens_at")), name="tenders_opened_in_time"),
        ]

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """The requirement as it was published, as a tender file, with the hash of its canonical form; only added."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["tender", "number"], name="tenders_version_once")]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.number}"


class Lot(models.Model):
    """A lot (包组): its budget of one year in fen is the most a year of it may cost."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="lots")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    annual_budget_fen = models.BigIntegerField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["tender", "code"], name="tenders_lot_once")]

    def __str__(self) -> str:
        return self.name


class Minimum(models.Model):
    """An indicator of a lot with the least a bid must promise for a year; named as the contract will name it."""

    ROWS, PERSONS = "rows", "persons"

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="minimums")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    method = models.CharField(max_length=40)
    unit = models.CharField(max_length=20)
    counts = models.CharField(max_length=10, choices=[(ROWS, ROWS), (PERSONS, PERSONS)])
    least = models.PositiveIntegerField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["lot_id", "order"]
        constraints = [models.UniqueConstraint(fields=["lot", "code"], name="tenders_minimum_once")]

    def __str__(self) -> str:
        return self.name


class ScoringItem(models.Model):
    """One line of the table of points that the panel gives; the price has no line, it is computed."""

    TECHNICAL, BUSINESS = "technical", "business"

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=20)
    part = models.CharField(max_length=10, choices=[(TECHNICAL, TECHNICAL), (BUSINESS, BUSINESS)])
    name = models.CharField(max_length=80)
    words = models.CharField(max_length=600, blank=True)
    most = models.DecimalField(max_digits=5, decimal_places=2)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "code"], name="tenders_item_once"),
            models.CheckConstraint(condition=Q(most__gt=0), name="tenders_item_worth_something"),
        ]

    def __str__(self) -> str:
        return self.name


class Setting(DatedFigure):
    """A figure of the process that no rule set holds: how many members a panel has at least."""
