"""A case and whom it is about: the head, the people, the intake; three tables, so that each is seen by its own level."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Household, Person
from jiazong.people.staff.models import Worker
from jiazong.service.cases.rules import stages


class Case(models.Model):
    """The head of a case: its code, where it stands, how urgent, who works on it. It names nobody.

    `is_minor` and `is_restricted` (violence, health, crisis: data class D5) decide which grant opens it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="cases")
    code = models.CharField(max_length=20)
    stage = models.CharField(max_length=12, default=stages.INTAKE)
    worker = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="cases")
    is_minor = models.BooleanField(default=False)
    is_restricted = models.BooleanField(default=False)
    is_crisis = models.BooleanField(default=False)
    colour = models.CharField(max_length=6, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    follow_up_until = models.DateField(null=True, blank=True)
    end_kind = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="cases_case_code"),
            models.CheckConstraint(condition=Q(stage__in=stages.ALL), name="cases_case_stage"),
            models.CheckConstraint(condition=Q(colour__in=["", *stages.COLOURS]), name="cases_case_colour"),
            models.CheckConstraint(
                condition=Q(stage__in=stages.ENDED, ended_on__isnull=False) | ~Q(stage__in=stages.ENDED) & Q(ended_on__isnull=True),
                name="cases_case_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_until__isnull=True) | Q(stage=stages.CLOSED, follow_up_until__gte=F("ended_on")),
                name="cases_case_followed_after_closing",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-opened_on", "-id"], name="cases_by_centre"),
            models.Index(fields=["worker", "-opened_on", "-id"], name="cases_by_worker"),
            models.Index(fields=["centre", "next_review_on"], condition=Q(ended_on__isnull=True), name="cases_to_review"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def sealed_for(self) -> str:
        """Whose key seals the texts of this case: its own, so that destroying one key destroys one case, in backups too."""
        return f"case:{self.pk}"


class OfCase(models.Model):
    """A part of a case's file, with who wrote it and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=Now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Party(models.Model):
    """Whom the case is about and which family: the link from a code to a person, opened by a grant of level 1."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="party")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases_about")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="cases_of")

    def __str__(self) -> str:
        return str(self.case_id)


class Involved(OfCase):
    """Somebody else the case touches: a family member, a guardian, a teacher; `role` says what to the case."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involved_in")
    role = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="cases_involved_once")]


class Intake(models.Model):
    """The intake form (接案登记表, domain D1): how the case came, what is the matter, whether it is taken."""

    ACCEPTED, REFUSED, REFERRED = "accepted", "refused", "referred"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="intake")
    source = models.CharField(max_length=20)
    referred_by = SealedTextField(agency="case.sealed_for", blank=True)
    contact = SealedTextField(agency="case.sealed_for", blank=True)
    issue = SealedTextField(agency="case.sealed_for")
    urgency = models.CharField(max_length=10)
    prior_service = SealedTextField(agency="case.sealed_for", blank=True)
    consent_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=10, blank=True)
    reason = SealedTextField(agency="case.sealed_for", blank=True)
    referred_to = SealedTextField(agency="case.sealed_for", blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=Now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(urgency__in=stages.URGENCIES), name="cases_intake_urgency"),
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True)
                | Q(decision__in=["accepted", "refused", "referred"], decided_on__isnull=False),
                name="cases_intake_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)
