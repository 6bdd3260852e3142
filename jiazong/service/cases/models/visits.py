"""What was seen on a visit (探访, domain D4), beside the note of the contact, which already holds day, time, mode and hours."""
from django.db import models

from jiazong.ground.privacy.fields import SealedJSONField, SealedTextField
from jiazong.people.staff.models import Worker
from jiazong.service.cases.models.case import OfCase
from jiazong.service.cases.models.notes import Note


class HomeVisit(OfCase):
    """How the home and the people were found; `safety` keeps the items as they were asked: {items: [{code, words, is_right}]}."""

    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="visit")
    safety = SealedJSONField(agency="case.sealed_for", null=True)
    health = SealedTextField(agency="case.sealed_for", blank=True)
    mood = SealedTextField(agency="case.sealed_for", blank=True)
    needs = SealedTextField(agency="case.sealed_for", blank=True)
    help = SealedTextField(agency="case.sealed_for", blank=True)
    next_visit_on = models.DateField(null=True, blank=True)
    second_worker = models.ForeignKey(Worker, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    may_photograph = models.BooleanField(null=True)

    class Meta:
        ordering = ["-written_at", "-id"]
