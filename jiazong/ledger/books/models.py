import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from jiazong.commission.contracts.models import Contract, Method
from jiazong.ground.privacy.fields import SealedBytesField, SealedJSONField, SealedRow, SealedTextField
from jiazong.ledger.hours.models import Posting, Source
from jiazong.people.staff.models import Worker

AGENCY = "contract.centre.agency_id"


class Book(models.Model):
    """A service ledger (服务台账) somebody handed in, from upload to posting; the file is kept as it came, sealed.

    `lines` are its accepted rows as one sealed piece (`rules.packing`), from reading until they are posted.
    """

    UPLOADED, READING, READ, POSTING, POSTED = "uploaded", "reading", "read", "posting", "posted"
    CANCELLED, REFUSED = "cancelled", "refused"
    STATES = [(s, s) for s in (UPLOADED, READING, READ, POSTING, POSTED, CANCELLED, REFUSED)]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="books")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = SealedBytesField(agency=AGENCY)
    lines = SealedBytesField(agency=AGENCY, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=UPLOADED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    problem = models.JSONField(null=True)
    reading = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    source = models.OneToOneField(Source, null=True, on_delete=models.PROTECT, related_name="book")
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(null=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["contract", "-uploaded_at"], name="books_by_contract")]

    def __str__(self) -> str:
        return self.name


class BookRow(SealedRow):
    """One row of a book that a person has to look at: refused with its reason, or changed since it was posted."""

    CHANGED, REFUSED = "changed", "refused"

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="rows", db_index=False)
    sheet = models.CharField(max_length=80)
    sheet_no = models.PositiveSmallIntegerField()
    row = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8)
    day = models.DateField(null=True)
    start_minute = models.PositiveSmallIntegerField(null=True)
    method = models.ForeignKey(Method, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    worker = models.ForeignKey(Worker, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    direct_minutes = models.IntegerField(default=0)
    indirect_minutes = models.IntegerField(default=0)
    person_times = models.IntegerField(default=0)
    field = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200, blank=True)
    flags = models.CharField(max_length=60, blank=True)
    column = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=24, blank=True)
    found = SealedTextField(agency=f"book.{AGENCY}", blank=True)
    problem = models.JSONField(default=dict)
    also = SealedJSONField(agency=f"book.{AGENCY}", null=True)
    cells = SealedJSONField(agency=f"book.{AGENCY}", null=True)
    headings = models.JSONField(default=list)
    posting = models.ForeignKey(
        Posting, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        ordering = ["sheet_no", "row"]
        indexes = [models.Index(fields=["book", "verdict", "sheet_no", "row"], name="books_row_by_verdict")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"
