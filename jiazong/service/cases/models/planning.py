"""The plan: domain, goal, step; who does what until when; approved by somebody else than its author."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.ground.privacy.marked import MarkedTextField, mark_column
from jiazong.service.cases.models.case import Case, OfCase


class Plan(OfCase):
    """A version of the service plan and agreement (服务计划/协议); an approved one is followed by the next, never changed."""

    DRAFT, SUBMITTED, APPROVED, RETURNED = "draft", "submitted", "approved", "returned"

    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=DRAFT)
    sessions_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    means = SealedTextField(agency="case.sealed_for", blank=True)
    is_hard_case = models.BooleanField(default=False)
    agreed_on = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opinion = MarkedTextField(agency="case.sealed_for", leaf="plan", blank=True)
    opinion_mark = mark_column()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_plan_once"),
            models.CheckConstraint(condition=Q(state__in=["draft", "submitted", "approved", "returned"]), name="cases_plan_state"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(written_by__isnull=True) | ~Q(decided_by=F("written_by")),
                name="cases_plan_another_approves",
            ),
        ]


class Goal(models.Model):
    """What shall be different, in one domain, so that one can tell whether it was reached."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    domain = models.CharField(max_length=40)
    words = SealedTextField(agency="case.sealed_for")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="cases_goal_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Step(models.Model):
    """One thing somebody does for a goal, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    words = SealedTextField(agency="case.sealed_for")
    who = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField(default=Now, editable=False)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["goal", "order"], name="cases_step_once")]

    def __str__(self) -> str:
        return str(self.pk)
