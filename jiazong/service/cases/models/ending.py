"""Closing, what was reached, what came after, how the family found it."""
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jiazong.ground.privacy.fields import SealedJSONField, SealedTextField
from jiazong.ground.privacy.marked import MarkedTextField, mark_column
from jiazong.service.cases.models.case import Case, OfCase
from jiazong.service.cases.models.planning import Goal
from jiazong.service.cases.rules import stages


class Closing(OfCase):
    """The closing report (结案报告), approved by somebody else than its author."""

    DRAFT, SUBMITTED, APPROVED, RETURNED = "draft", "submitted", "approved", "returned"

    closed_on = models.DateField()
    reason = models.CharField(max_length=20)
    changes = SealedTextField(agency="case.sealed_for", blank=True)
    remaining = SealedTextField(agency="case.sealed_for", blank=True)
    follow_up = SealedTextField(agency="case.sealed_for", blank=True)
    follow_up_until = models.DateField(null=True, blank=True)
    risk_words = SealedTextField(agency="case.sealed_for", blank=True)
    state = models.CharField(max_length=10, default=DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opinion = MarkedTextField(agency="case.sealed_for", leaf="closing", blank=True)
    opinion_mark = mark_column()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=stages.CLOSING_REASONS), name="cases_closing_reason"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "approved", "returned"]), name="cases_closing_state"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(written_by__isnull=True) | ~Q(decided_by=F("written_by")),
                name="cases_closing_another_approves",
            ),
            models.UniqueConstraint(fields=["case"], condition=~Q(state="returned"), name="cases_one_closing"),
        ]


class GoalOutcome(models.Model):
    """How far a goal was reached at closing: -2 much less than hoped … 0 as hoped … +2 much more (goal attainment)."""

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="outcomes")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="outcomes")
    level = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closing", "goal"], name="cases_outcome_once"),
            models.CheckConstraint(condition=Q(level__gte=-2, level__lte=2), name="cases_outcome_level"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class FollowUp(OfCase):
    """A look after closing (跟进记录)."""

    day = models.DateField()
    mode = models.CharField(max_length=20)
    words = SealedTextField(agency="case.sealed_for")
    is_last = models.BooleanField(default=False)

    class Meta:
        ordering = ["-day", "-id"]


class Satisfaction(OfCase):
    """How the family found the service: by item 满意 5, 基本满意 3, 不满意 0, 不了解 the mean of the others (domain D1, A23)."""

    day = models.DateField()
    answers = SealedJSONField(agency="case.sealed_for", null=True)
    words = SealedTextField(agency="case.sealed_for", blank=True)
