"""Who agreed to what: an act with its text, its way and its witness, and one row for each purpose that holds or held."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.consent.models.texts import Purpose, Text
from jiazong.people.consent.rules import giving
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Guardianship, Person


class Consent(models.Model):
    """One act: a person or her guardian agreed on a day, or data is kept on another legal basis that is written down.

    It is never changed. `guardianship` says who agreed for her; `exception` why nobody had to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    basis = models.CharField(max_length=20, default=giving.CONSENT)
    text = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="consents")
    guardianship = models.ForeignKey(Guardianship, null=True, on_delete=models.PROTECT, related_name="+")
    exception = models.CharField(max_length=20, blank=True)
    reason = SealedTextField(agency="centre.agency_id", blank=True)
    way = models.CharField(max_length=10)
    paper_number = models.CharField(max_length=40, blank=True)
    witness = models.CharField(max_length=60, blank=True)
    given_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-given_on", "-written_at", "-id"]
        indexes = [models.Index(fields=["person", "-given_on"], name="consent_of")]
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=giving.BASES), name="consent_basis"),
            models.CheckConstraint(condition=Q(exception__in=["", *giving.EXCEPTIONS]), name="consent_exception"),
            models.CheckConstraint(
                condition=~Q(basis=giving.CONSENT)
                | Q(text__isnull=False, way=giving.PAPER) & ~Q(paper_number="")
                | Q(text__isnull=False, way__in=[giving.SPOT, giving.PHONE]) & ~Q(witness=""),
                name="consent_has_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(basis=giving.CONSENT) | Q(text__isnull=True, guardianship__isnull=True, exception=""),
                name="consent_other_basis_is_none",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Given(models.Model):
    """That a purpose holds for a person from a day on, until it is withdrawn; one that holds at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="given")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="given")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20, default=giving.CONSENT)
    given_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_way = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["purpose__order", "-given_on"]
        indexes = [models.Index(fields=["person", "purpose"], name="consent_given_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "basis"], condition=Q(withdrawn_at__isnull=True), name="consent_holds_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_way="")
                | Q(withdrawn_at__isnull=False, withdrawn_way__in=giving.WAYS),
                name="consent_withdrawn_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose_id}"
