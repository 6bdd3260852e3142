import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Region


class Survey(models.Model):
    """A needs survey (domain A9, D12): where, when, and how many needs a form puts in order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    first_day = models.DateField()
    last_day = models.DateField()
    places = models.PositiveSmallIntegerField()
    closed_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(default=False, db_default=False)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["region", "-first_day"], name="catalogue_survey_region")]
        constraints = [models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="catalogue_survey_term")]

    def __str__(self) -> str:
        return self.title


class Need(models.Model):
    """A need the form asks about."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="needs")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["survey", "name"], name="catalogue_need_once")]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A group of people whose answers are looked at by themselves: the old, the young, the disabled, families."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="groups")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["survey", "name"], name="catalogue_group_once")]

    def __str__(self) -> str:
        return self.name


class Stratum(models.Model):
    """A street and a group: how many forms are planned there, and how many people live there where it is known."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="strata")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="strata")
    planned = models.PositiveIntegerField()
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["region", "group__order"]
        constraints = [models.UniqueConstraint(fields=["survey", "region", "group"], name="catalogue_stratum_once")]

    def __str__(self) -> str:
        return f"{self.region} {self.group}"


class Answer(models.Model):
    """One form: no name, no address, only the stratum and the needs in order, the most pressing first."""

    PAPER, PHONE, WEB = "paper", "phone", "web"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers", db_index=False)
    stratum = models.ForeignKey(Stratum, on_delete=models.PROTECT, related_name="answers")
    # The stratum's street once more: the policy reads it from the row alone.
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    serial = models.CharField(max_length=20)
    channel = models.CharField(max_length=8, choices=[(PAPER, PAPER), (PHONE, PHONE), (WEB, WEB)])
    answered_on = models.DateField()
    ranked = ArrayField(models.BigIntegerField())
    typed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["survey", "-answered_on", "-id"], name="catalogue_answer_page")]
        constraints = [models.UniqueConstraint(fields=["survey", "region", "serial"], name="catalogue_answer_once")]

    def __str__(self) -> str:
        return self.serial
