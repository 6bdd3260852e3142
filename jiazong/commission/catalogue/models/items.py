import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.commission.catalogue.models.rounds import Project, Proposal, Round
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Region


class Item(Project):
    """A project of the catalogue, from its listing until it leaves; it may stand in many editions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    proposal = models.OneToOneField(Proposal, null=True, on_delete=models.PROTECT, related_name="item")
    listed_on = models.DateField()
    left_on = models.DateField(null=True)
    left_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["region", "category", "id"], name="catalogue_item_page")]
        constraints = [models.CheckConstraint(condition=Q(left_on__isnull=True) | Q(left_on__gte=F("listed_on")), name="catalogue_item_term")]


class ItemEvent(models.Model):
    """Something that happened to a project of the catalogue; only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    day = models.DateField()
    last_day = models.DateField(null=True)
    words = models.CharField(max_length=300, blank=True)
    # The number of the tender or contract of a purchase; blank for what somebody noted by hand.
    reference = models.CharField(max_length=64, blank=True)
    noted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["day", "noted_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "kind", "day", "reference"], name="catalogue_event_once"),
            models.CheckConstraint(condition=Q(last_day__isnull=True) | Q(last_day__gte=F("day")), name="catalogue_event_term"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Edition(models.Model):
    """The catalogue of a year as it was published: never changed; a correction is the next version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    issued_by = models.CharField(max_length=120)
    published_on = models.DateField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "year", "version"], name="catalogue_edition_once")]

    def __str__(self) -> str:
        return self.title


class Entry(Project):
    """A numbered line of a published catalogue."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="entries")
    note = models.CharField(max_length=10)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="catalogue_entry_once")]
