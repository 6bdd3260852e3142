from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import BlindIndexField, SealedRow, SealedTextField
from jiazong.ground.privacy.rules import normal
from jiazong.people.places.models import Centre


class DaysHeld(Func):
    """The days a row holds as a PostgreSQL range; both ends belong to it."""

    function = "daterange"
    output_field = models.Field()

    def __init__(self) -> None:
        super().__init__(F("first_day"), F("last_day"), Value("[]"))


class PostKind(models.Model):
    """A kind of post (domain A0, A3): whether its hours count as professional is dated, sourced data."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=40)
    is_professional = models.BooleanField()
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Worker(SealedRow):
    """A person who works at a centre; the account is there when the person signs in. Phone and ID number lie sealed."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="workers")
    name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=160, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="workers"
    )
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    phone = SealedTextField(agency="centre.agency_id", null=True, blank=True)
    phone_index = BlindIndexField(of="phone", kind=normal.PHONE)
    id_number = SealedTextField(agency="centre.agency_id", null=True, blank=True)
    id_number_index = BlindIndexField(of="id_number", kind=normal.ID_NUMBER)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["centre", "sort_key", "id"], name="staff_by_centre"),
            models.Index(fields=["phone_index"], name="staff_by_phone"),
            models.Index(fields=["id_number_index"], name="staff_by_id_number"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """The post a worker holds from one day to another (both included; no last day means still)."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="posts")
    kind = models.ForeignKey(PostKind, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            ExclusionConstraint(
                name="staff_one_post_a_day",
                expressions=[("worker", RangeOperators.EQUAL), (DaysHeld(), RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.first_day}"


class Certificate(models.Model):
    """A professional certificate (助理社会工作师, 社会工作师, 高级社会工作师 or another)."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
