"""Tasks the street adds to a contract, and what becomes of them."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.commission.contracts.models import Contract
from jiazong.review.grievances import rules

ACCOUNT = settings.AUTH_USER_MODEL


class StreetTask(models.Model):
    """A task beyond the contract: what, which department asked (never a person's name), hours, cost, and how it went on.

    `at_risk` keeps the codes of the indicators that were at risk by it on the day it was written down.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="street_tasks", db_index=False)
    task = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()
    minutes = models.PositiveIntegerField()
    cost_fen = models.PositiveBigIntegerField(default=0)
    payer = models.CharField(max_length=8, default=rules.NOBODY)
    was_consulted = models.BooleanField()
    month_minutes = models.PositiveIntegerField(default=0)
    at_risk = models.JSONField(default=list)
    is_agreed = models.BooleanField(null=True)
    answer = models.CharField(max_length=400, blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    referred_on = models.DateField(null=True)
    referral = models.CharField(max_length=400, blank=True)
    referred_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=400, blank=True)
    written_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-first_day", "-id"]
        indexes = [
            models.Index(fields=["contract", "-first_day", "-id"], name="grievances_tasks_of"),
            models.Index(fields=["-first_day", "-id"], name="grievances_tasks_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="grievances_days_in_order"),
            models.CheckConstraint(condition=Q(payer__in=rules.PAYERS), name="grievances_payer"),
            models.CheckConstraint(condition=Q(is_agreed__isnull=True) ^ Q(answered_on__isnull=False), name="grievances_answered_on"),
        ]

    def __str__(self) -> str:
        return self.task


class TaskSum(models.Model):
    """What the tasks of a contract and month come to: a view, for whoever may see sums but no task."""

    pk = models.CompositePrimaryKey("contract", "month")
    contract = models.ForeignKey(Contract, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    month = models.DateField()
    tasks = models.BigIntegerField()
    minutes = models.BigIntegerField()
    cost_fen = models.BigIntegerField()
    not_consulted = models.BigIntegerField()
    not_agreed = models.BigIntegerField()
    referred = models.BigIntegerField()
    project_money = models.BigIntegerField()

    class Meta:
        managed = False

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month:%Y-%m}"
