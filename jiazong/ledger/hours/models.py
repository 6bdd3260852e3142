import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.commission.contracts.models import Contract, HoursRule, Method
from jiazong.ground.privacy.fields import SealedJSONField, SealedRow
from jiazong.people.staff.models import Worker


class Source(models.Model):
    """Where postings come from: a workbook that was read, or the screen; what a number is walked back to."""

    BOOK, SCREEN, SYSTEM = "book", "screen", "system"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=10, choices=[(BOOK, BOOK), (SCREEN, SCREEN), (SYSTEM, SYSTEM)])
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract"], condition=Q(kind="screen"), name="hours_one_screen_source")
        ]

    def __str__(self) -> str:
        return self.name or self.kind


class Posting(models.Model):
    """One line of the ledger in whole minutes; a reversal is a line of its own with every figure negated.

    Triggers refuse UPDATE and DELETE. `quantity` is 1, on a reversal −1. `counts_hours` is whether the worker was a
    professional of the contract under `rule`. `note_mark` proves what `Note` holds. `flags` name what was noticed at posting: over_day, two_places, count_missing.
    """

    # The composite indexes below begin with contract and worker, so the keys need none of their own.
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="postings", db_index=False)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="postings", db_index=False)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="postings", db_index=False)
    day = models.DateField()
    start_minute = models.PositiveSmallIntegerField(null=True)
    direct_minutes = models.IntegerField()
    indirect_minutes = models.IntegerField()
    person_times = models.IntegerField()
    quantity = models.SmallIntegerField()
    counts_hours = models.BooleanField()
    field = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200, blank=True)
    note_mark = models.TextField(blank=True)
    flags = models.CharField(max_length=60, blank=True)
    is_late = models.BooleanField()
    rule = models.ForeignKey(HoursRule, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="postings", db_index=False)
    source_sheet = models.CharField(max_length=80, blank=True)
    source_row = models.PositiveIntegerField(null=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.CharField(max_length=200, blank=True)
    request_key = models.UUIDField(null=True, unique=True)
    posted_at = models.DateTimeField(db_default=Now(), editable=False)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["contract", "method", "-day", "-id"], name="hours_by_method"),
            models.Index(fields=["contract", "-day", "-id"], name="hours_by_contract"),
            models.Index(fields=["worker", "day"], name="hours_by_worker"),
            models.Index(fields=["source", "source_sheet", "source_row"], name="hours_by_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity=1, reverses__isnull=True) | Q(quantity=-1, reverses__isnull=False),
                name="hours_reversal_is_minus_one",
            ),
            models.CheckConstraint(
                condition=Q(quantity=-1) | Q(direct_minutes__gte=0, indirect_minutes__gte=0, person_times__gte=0),
                name="hours_only_reversals_are_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.day} {self.direct_minutes}+{self.indirect_minutes}"


class Note(SealedRow):
    """The words beside a line, as a salt and the text: sealed anew when keys change, while the line and its leaf keep their mark."""

    posting = models.OneToOneField(Posting, primary_key=True, on_delete=models.PROTECT, related_name="sealed_note")
    words = SealedJSONField(agency="posting.contract.agency_id")

    def __str__(self) -> str:
        return f"note of {self.pk}"


class Sums(models.Model):
    """What postings add up to: lines, minutes, persons, and the minutes that count as professional."""

    rows = models.BigIntegerField()
    direct_minutes = models.BigIntegerField()
    indirect_minutes = models.BigIntegerField()
    person_times = models.BigIntegerField()
    counted_direct_minutes = models.BigIntegerField()
    counted_indirect_minutes = models.BigIntegerField()

    class Meta:
        abstract = True


class MonthTotal(Sums):
    """The roll-up of one contract, month and method, written in the transaction of the postings it sums."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="month_totals")
    month = models.DateField()
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "method"], name="hours_month_total_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="hours_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month:%Y-%m}"


class WorkerTotal(models.Model):
    """What one worker recorded and took back in a month, by method: added to by the database with every line.

    What was taken back stands as positive figures beside what was recorded; `counts_hours` keeps professionals apart.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="worker_totals", db_index=False)
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    counts_hours = models.BooleanField()
    lines = models.BigIntegerField()
    direct_minutes = models.BigIntegerField()
    indirect_minutes = models.BigIntegerField()
    person_times = models.BigIntegerField()
    back_lines = models.BigIntegerField()
    back_direct_minutes = models.BigIntegerField()
    back_indirect_minutes = models.BigIntegerField()
    back_person_times = models.BigIntegerField()
    late = models.BigIntegerField()
    flagged = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "method", "worker", "month", "counts_hours"], name="hours_worker_total_once"),
            models.CheckConstraint(condition=Q(lines__gte=0, back_lines__gte=0, late__gte=0, flagged__gte=0), name="hours_worker_total_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.worker_id} {self.month:%Y-%m}"


class DaySum(Sums):
    """What a contract's postings of one day and method add up to: a view, for whoever may see progress but no lines."""

    pk = models.CompositePrimaryKey("contract", "day", "method")
    contract = models.ForeignKey(Contract, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    day = models.DateField()
    method = models.ForeignKey(Method, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)

    class Meta:
        managed = False

    def __str__(self) -> str:
        return f"{self.contract_id} {self.day}"


class MonthClosing(models.Model):
    """A month that was closed; what is posted into it afterwards is marked late for ever."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="closings")
    month = models.DateField()
    closed_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    rows = models.BigIntegerField()
    direct_minutes = models.BigIntegerField()
    indirect_minutes = models.BigIntegerField()
    person_times = models.BigIntegerField()

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "month"], name="hours_closing_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="hours_closing_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.month:%Y-%m}"
