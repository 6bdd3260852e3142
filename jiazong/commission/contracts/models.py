from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.people.places.models import Body, Centre
from jiazong.people.staff.models import Worker


class Contract(models.Model):
    """One contract year of a centre: signed once a year, year k of n, the first on trial (domain A4)."""

    code = models.CharField(max_length=64, primary_key=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="contracts")
    agency = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="contracts_held")
    purchaser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="contracts_bought")
    first_day = models.DateField()
    last_day = models.DateField()
    year = models.PositiveSmallIntegerField(default=1)
    of_years = models.PositiveSmallIntegerField(default=1)
    is_trial = models.BooleanField(default=False)
    budget_fen = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-first_day", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="contracts_days_in_order"),
            models.CheckConstraint(condition=Q(year__gte=1) & Q(year__lte=F("of_years")), name="contracts_year_of_years"),
        ]

    def __str__(self) -> str:
        return self.code


class HoursRule(models.Model):
    """How a contract's hours are counted from a day on: how many professionals, total, floor and ceiling (domain A3, B13).

    `floor_minutes` is the least direct professional service, `ceiling_percent` the most that counts of the total.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="hours_rules")
    version = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    professionals = models.PositiveSmallIntegerField()
    total_minutes = models.PositiveIntegerField()
    floor_minutes = models.PositiveIntegerField()
    ceiling_percent = models.DecimalField(max_digits=6, decimal_places=2)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["contract", "version"], name="contracts_hours_rule_version")]

    def __str__(self) -> str:
        return f"{self.contract_id} v{self.version}"


class Method(models.Model):
    """A way of working the contract knows (个案, 小组, 探访 …); what it does not know cannot be counted."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="methods")
    name = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["contract", "name"], name="contracts_method_name")]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """What the contract counts, how, and how much of it the year must bring."""

    ROWS, PERSONS = "rows", "persons"

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=20)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="indicators")
    counts = models.CharField(max_length=10, choices=[(ROWS, ROWS), (PERSONS, PERSONS)])
    target = models.PositiveIntegerField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["contract", "code"], name="contracts_indicator_code")]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A worker on the contract's list; only a professional's hours count towards the contract's hours (domain A3)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="assignments")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="assignments")
    is_professional = models.BooleanField()
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["worker__sort_key"]
        constraints = [models.UniqueConstraint(fields=["contract", "worker"], name="contracts_assignment_once")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.worker_id}"


class JudgingRule(models.Model):
    """When an indicator is called slow or behind, and how long a working day is; a dated setting, not law.

    `slow_below` and `behind_below` are shares of what should be done by now; `day_minutes` is what a working day holds.
    """

    first_day = models.DateField(unique=True)
    slow_below = models.DecimalField(max_digits=4, decimal_places=3)
    behind_below = models.DecimalField(max_digits=4, decimal_places=3)
    day_minutes = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["first_day"]

    def __str__(self) -> str:
        return str(self.first_day)
