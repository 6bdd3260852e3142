"""The money of a contract in whole fen: headings, vouchers with their entries (only added), instalments, bank lines."""
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.commission.contracts.models import Contract
from jiazong.ground.privacy.fields import SealedRow, SealedTextField
from jiazong.ledger.money.rules import booking, shares

ACCOUNT = settings.AUTH_USER_MODEL


class Heading(models.Model):
    """A heading of a contract's books: a budget line (kind expense), the bank, the grant, what was carried over, the street's own money."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="headings")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    fund = models.CharField(max_length=8)
    is_staff_cost = models.BooleanField(default=False)
    budget_fen = models.BigIntegerField(default=0)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="money_heading_code"),
            models.CheckConstraint(condition=Q(kind__in=booking.FUND_OF), name="money_heading_kind"),
            models.CheckConstraint(
                condition=Q(fund=booking.STREET, kind__startswith="street") | Q(fund=booking.PROJECT) & ~Q(kind__startswith="street"),
                name="money_heading_fund",
            ),
            models.CheckConstraint(condition=Q(kind=booking.EXPENSE) | Q(is_staff_cost=False, budget_fen=0), name="money_budget_of_lines"),
            models.CheckConstraint(condition=Q(budget_fen__gte=0), name="money_budget_not_below"),
        ]

    def __str__(self) -> str:
        return self.name


class Voucher(models.Model):
    """One voucher of a contract's books; triggers refuse UPDATE and DELETE, a reversal is a voucher of its own.

    `number` runs from 1 within the contract. `fund` says whose money it is: a street's own task never bears that of the
    project. `evidence_sha256` is the fingerprint of the receipt's file, `evidence` its name, or why there is none.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="vouchers", db_index=False)
    number = models.PositiveIntegerField()
    day = models.DateField()
    kind = models.CharField(max_length=12)
    fund = models.CharField(max_length=8)
    amount_fen = models.BigIntegerField()
    words = models.CharField(max_length=120)
    evidence = models.CharField(max_length=120, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    is_late = models.BooleanField(default=False)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(max_length=200, blank=True)
    request_key = models.UUIDField(null=True, unique=True)
    posted_at = models.DateTimeField(db_default=Now(), editable=False)
    posted_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["contract", "-day", "-id"], name="money_vouchers_of"),
            models.Index(fields=["contract", "amount_fen"], name="money_vouchers_by_amount"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="money_voucher_number"),
            models.CheckConstraint(condition=Q(kind__in=booking.KINDS), name="money_voucher_kind"),
            models.CheckConstraint(condition=Q(fund__in=booking.FUNDS), name="money_voucher_fund"),
            # Earmark: a street's own task and the project's money never meet in one voucher.
            models.CheckConstraint(
                condition=Q(kind=booking.REVERSAL)
                | Q(kind__in=(booking.STREET_TASK, booking.STREET_MONEY), fund=booking.STREET)
                | Q(kind__in=(booking.SPENT, booking.GRANTED, booking.OTHER, booking.CARRIED_ON), fund=booking.PROJECT),
                name="money_earmark",
            ),
            models.CheckConstraint(
                condition=Q(kind=booking.REVERSAL, reverses__isnull=False) | ~Q(kind=booking.REVERSAL) & Q(reverses__isnull=True),
                name="money_reversal_names_its_voucher",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.contract_id} #{self.number}"


class Entry(models.Model):
    """One side of a voucher: debit above zero, credit below; the database checks fund, contract and balance."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="entries")
    heading = models.ForeignKey(Heading, on_delete=models.PROTECT, related_name="entries", db_index=False)
    fund = models.CharField(max_length=8)
    amount_fen = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["heading", "-voucher"], name="money_entries_of_heading")]
        constraints = [models.CheckConstraint(condition=~Q(amount_fen=0), name="money_entry_amount")]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.amount_fen}"


class MonthSum(models.Model):
    """The roll-up of one heading and month, written in the transaction of the entries it sums."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    heading = models.ForeignKey(Heading, on_delete=models.PROTECT, related_name="month_sums", db_index=False)
    month = models.DateField()
    entries = models.BigIntegerField()
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "heading", "month"], name="money_month_sum_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="money_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.heading_id} {self.month:%Y-%m}"


class Instalment(models.Model):
    """A part of the contract's money, the day it is due by contract and what it waits for (首期、中期、末期).

    `evaluation` is the result it was owed by, in percent of all points, where it waits for one.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="instalments")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=20)
    amount_fen = models.BigIntegerField()
    due_on = models.DateField()
    condition = models.CharField(max_length=12)
    is_default = models.BooleanField(default=False)
    met_on = models.DateField(null=True)
    evaluation = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    paid_on = models.DateField(null=True)
    paid_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    arrived_on = models.DateField(null=True)
    voucher = models.OneToOneField(Voucher, null=True, on_delete=models.PROTECT, related_name="instalment")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "order"], name="money_instalment_order"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="money_instalment_amount"),
            models.CheckConstraint(condition=Q(condition__in=shares.CONDITIONS), name="money_instalment_condition"),
            models.CheckConstraint(condition=Q(arrived_on__isnull=True) ^ Q(voucher__isnull=False), name="money_arrived_has_its_voucher"),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | ~Q(condition=shares.EVALUATION) | Q(evaluation__isnull=False), name="money_met_by_a_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.name}"


class BankLine(SealedRow):
    """A line of a bank statement, until it is tied to a voucher; who was paid and what for are sealed.

    `key` tells the same line handed in twice: the bank's number, or day, amount, balance and its place among its likes.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="bank_lines")
    day = models.DateField()
    amount_fen = models.BigIntegerField()
    balance_fen = models.BigIntegerField(null=True)
    party = SealedTextField(agency="contract.agency_id", blank=True)
    words = SealedTextField(agency="contract.agency_id", blank=True)
    key = models.CharField(max_length=64)
    voucher = models.ForeignKey(Voucher, null=True, on_delete=models.PROTECT, related_name="bank_lines")
    set_aside = models.CharField(max_length=120, blank=True)
    read_by = models.ForeignKey(ACCOUNT, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["contract", "-day", "-id"], name="money_bank_lines_of")]
        constraints = [
            models.UniqueConstraint(fields=["contract", "key"], name="money_bank_line_once"),
            models.CheckConstraint(condition=~Q(amount_fen=0), name="money_bank_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.day} {self.amount_fen}"
