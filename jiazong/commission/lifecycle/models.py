"""What happens to a contract after it is signed; a decision once taken is never changed."""
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle.rules import deciding

ACCOUNT = settings.AUTH_USER_MODEL


class Figure(models.Model):
    """A number of the field for a region (code prefix, blank for everywhere) from a day on, with its source; L is no law."""

    region = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=40)
    first_day = models.DateField()
    value = models.PositiveBigIntegerField()
    unit = models.CharField(max_length=12)
    confidence = models.CharField(max_length=1)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["region", "name", "first_day"]
        constraints = [models.UniqueConstraint(fields=["region", "name", "first_day"], name="lifecycle_figure_once")]

    def __str__(self) -> str:
        return f"{self.region or '*'} {self.name} {self.value} {self.unit}"


class Promise(models.Model):
    """What the winning bid promised of an indicator, beside the target of the contract."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="promises")
    code = models.CharField(max_length=60)
    promised = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "code"], name="lifecycle_promise_once")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.code}"


class Bond(models.Model):
    """The performance bond of a contract, and when it was given back."""

    BANK, CASH = "guarantee", "transfer"

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="bond")
    kind = models.CharField(max_length=10, choices=[(BANK, BANK), (CASH, CASH)])
    amount_fen = models.PositiveBigIntegerField()
    received_on = models.DateField()
    returned_on = models.DateField(null=True)
    written_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("received_on")), name="lifecycle_bond_days")
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.amount_fen}"


class Amendment(models.Model):
    """A change of what a contract costs, agreed by both: more (a share of the original at most) or less."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    amount_fen = models.BigIntegerField()
    agreed_on = models.DateField()
    words = models.CharField(max_length=200)
    written_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["agreed_on", "pk"]
        indexes = [models.Index(fields=["contract", "agreed_on"], name="lifecycle_amendments_of")]
        constraints = [models.CheckConstraint(condition=~Q(amount_fen=0), name="lifecycle_amendment_amount")]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.amount_fen}"


class Acceptance(models.Model):
    """The acceptance of a contract year by the purchaser, a row for each standard (实施条例 45)."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="acceptance")
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    opened_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    is_passed = models.BooleanField(null=True)
    remark = models.CharField(max_length=400, blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_passed__isnull=True) ^ Q(decided_on__isnull=False), name="lifecycle_accepted_on")
        ]

    def __str__(self) -> str:
        return self.contract_id


class AcceptanceRow(models.Model):
    """One standard on an acceptance form: what the contract asks, what was found, how it is judged."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    required = models.CharField(max_length=120)
    found = models.CharField(max_length=120, blank=True)
    verdict = models.CharField(max_length=8, blank=True)
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "code"], name="lifecycle_standard_once"),
            models.CheckConstraint(condition=Q(verdict__in=("", *deciding.VERDICTS)), name="lifecycle_verdict"),
        ]

    def __str__(self) -> str:
        return self.name


class Renewal(models.Model):
    """Whether another year is signed: the facts, what the rules advised, what the purchaser decided and why."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="renewal")
    evaluation = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    finance_veto = models.BooleanField()
    red_flags = models.JSONField(default=list)
    advice = models.CharField(max_length=8)
    reasons = models.JSONField(default=list)
    renews = models.BooleanField()
    reason = models.CharField(max_length=400, blank=True)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(renews=False) | ~Q(advice=deciding.CANNOT), name="lifecycle_barred_is_barred"),
            models.CheckConstraint(condition=Q(evaluation__isnull=True) | Q(evaluation__gte=0, evaluation__lte=100), name="lifecycle_score"),
        ]

    def __str__(self) -> str:
        return self.contract_id


class Termination(models.Model):
    """A contract ended before its last day: on which ground, from which day, and whether later years are lost (A4)."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="termination")
    ground = models.CharField(max_length=10)
    ended_on = models.DateField()
    reason = models.CharField(max_length=400)
    cancels_later = models.BooleanField()
    decided_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ground__in=deciding.GROUNDS), name="lifecycle_ground")]

    def __str__(self) -> str:
        return self.contract_id
