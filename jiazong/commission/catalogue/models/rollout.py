import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.commission.catalogue.rules import rollout
from jiazong.people.places.models import Centre, Region


class Target(models.Model):
    """How many centres a region is to have opened by the end of a year or of a plan of several years (domain A2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    centres = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["first_year", "last_year"]
        constraints = [
            models.UniqueConstraint(fields=["region", "first_year", "last_year"], name="catalogue_target_once"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="catalogue_target_term"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.first_year}-{self.last_year} {self.centres}"


class Site(models.Model):
    """A centre that is to come, with the day it reached each stage."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    centre = models.OneToOneField(Centre, null=True, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    tendered_on = models.DateField(null=True)
    fitted_on = models.DateField(null=True)
    opened_on = models.DateField(null=True)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["region", "id"], name="catalogue_site_page")]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="catalogue_site_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def days(self) -> rollout.Days:
        """The days of its stages, as the rules know them."""
        return rollout.Days(self.planned_on, self.tendered_on, self.fitted_on, self.opened_on)

    @property
    def stage(self) -> str:
        """The furthest stage it reached."""
        return rollout.stage_of(self.days)


class Served(models.Model):
    """A community that a centre serves, or will."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="served")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "region"], name="catalogue_served_once")]

    def __str__(self) -> str:
        return self.region_id


class Ceremony(models.Model):
    """The opening ceremony of a centre (domain A39): when, where, who organises, how many guests; no names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="ceremony")
    day = models.DateField()
    starts = models.TimeField()
    place = models.CharField(max_length=120)
    organiser = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    invited = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    duties_done = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(confirmed__lte=F("invited")), name="catalogue_ceremony_guests")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.day}"
