"""Assessments on versioned scales; one that is completed is read only, for the database too."""
from django.db import models
from django.db.models import Q

from jiazong.ground.privacy.fields import SealedJSONField, SealedTextField
from jiazong.service.cases.models.case import OfCase
from jiazong.service.cases.rules import stages


class Scale(models.Model):
    """A version of an agency's own scale: domains with their points and what a total means, as data with its source.

    `domains` is a list of {code, name, items: [{code, name, points}]}; `colours` a list of {colour, from, review_days}.
    """

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    agency = models.CharField(max_length=64, blank=True)
    domains = models.JSONField()
    colours = models.JSONField()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["agency", "code", "version"], name="cases_scale_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Assessment(OfCase):
    """An assessment (个案预估表): scores by domain, strengths, risks, needs, both views; its colour follows by rule."""

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    scores = SealedJSONField(agency="case.sealed_for", null=True)
    systems = SealedJSONField(agency="case.sealed_for", null=True)
    strengths = SealedTextField(agency="case.sealed_for", blank=True)
    risks = SealedJSONField(agency="case.sealed_for", null=True)
    resources = SealedTextField(agency="case.sealed_for", blank=True)
    needs = SealedJSONField(agency="case.sealed_for", null=True)
    worker_view = SealedTextField(agency="case.sealed_for", blank=True)
    user_view = SealedTextField(agency="case.sealed_for", blank=True)
    colour = models.CharField(max_length=6, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_on", "-id"]
        indexes = [models.Index(fields=["case", "-made_on"], name="cases_assessment_of")]
        constraints = [
            models.CheckConstraint(condition=Q(colour__in=["", *stages.COLOURS]), name="cases_assessment_colour"),
            models.UniqueConstraint(fields=["case"], condition=Q(completed_at__isnull=True), name="cases_one_open_assessment"),
        ]
