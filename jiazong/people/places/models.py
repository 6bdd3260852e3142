from django.db import models
from django.db.models.functions import Now


class Region(models.Model):
    """An administrative division by its statistical code (2, 4, 6, 9 or 12 digits), as of a day.

    A street that the loaded list does not have gets a local code (parent + L and two digits), so that scope by prefix
    holds for it as well and nobody takes it for an official code.
    """

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10)
    parent_code = models.CharField(max_length=12, blank=True)
    as_of = models.DateField()
    source = models.CharField(max_length=120)
    is_local = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["parent_code", "code"], name="places_region_children"),
            models.Index(fields=["code"], name="places_region_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """An agency that runs centres, or an office that buys their service."""

    AGENCY, STREET_OFFICE, BUREAU = "agency", "street_office", "bureau"

    code = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=[(AGENCY, AGENCY), (STREET_OFFICE, STREET_OFFICE), (BUREAU, BUREAU)])
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="bodies")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="places_body_name")]

    def __str__(self) -> str:
        return self.name


class Centre(models.Model):
    """A family integrated service centre (社工服务站) with its profile (domain A40); blank means not told yet."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="centres")
    agency = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="centres")
    founded_on = models.DateField(null=True, blank=True)
    idea = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    premises = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    area_m2 = models.PositiveIntegerField(null=True, blank=True)
    construction_fen = models.BigIntegerField(null=True, blank=True)
    fit_out_fen = models.BigIntegerField(null=True, blank=True)
    coverage = models.TextField(blank=True)
    programmes = models.TextField(blank=True)
    mode = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class RoomType(models.Model):
    """A kind of function room (domain A11), as data."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A function room of a centre."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="rooms")
    type = models.ForeignKey(RoomType, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    area_m2 = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["type__order", "pk"]

    def __str__(self) -> str:
        return self.name or self.type.name


class OpeningHours(models.Model):
    """When a centre is open on one day of the week; no row means closed."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "weekday", "opens"], name="places_opening_once"),
            models.CheckConstraint(condition=models.Q(closes__gt=models.F("opens")), name="places_opens_before_closes"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="places_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"
