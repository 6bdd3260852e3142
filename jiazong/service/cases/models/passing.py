"""A case goes on elsewhere: to another body, or to another worker."""
from django.db import models
from django.db.models import F, Q

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.staff.models import Worker
from jiazong.service.cases.models.case import OfCase


class Referral(OfCase):
    """A referral in or out (个案转介) with the family's consent, a summary and the answer."""

    IN, OUT = "in", "out"

    direction = models.CharField(max_length=3)
    body = SealedTextField(agency="case.sealed_for")
    reason = SealedTextField(agency="case.sealed_for", blank=True)
    summary = SealedTextField(agency="case.sealed_for", blank=True)
    urgency = models.CharField(max_length=10, blank=True)
    day = models.DateField()
    consent_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=10, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_words = SealedTextField(agency="case.sealed_for", blank=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=["in", "out"]), name="cases_referral_direction"),
            models.CheckConstraint(condition=Q(answer__in=["", "accepted", "refused"]), name="cases_referral_answer"),
            # 个人信息保护法 第23条: what goes to somebody else goes with the person's separate consent.
            models.CheckConstraint(condition=Q(direction="in") | Q(consent_on__isnull=False), name="cases_referral_consent"),
        ]


class Transfer(OfCase):
    """That the case went from one worker to another, and why (转案)."""

    giver = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(agency="case.sealed_for", blank=True)
    added_load = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.DateField()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(giver__isnull=True) | ~Q(giver=F("taker")), name="cases_transfer_two")]
