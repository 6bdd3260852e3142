import uuid

from django.db import models
from django.db.models.functions import Now

from jiazong.commission.catalogue.models.rounds import Proposal, Round
from jiazong.commission.catalogue.rules.voting import CHOICES
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Region


class Seat(models.Model):
    """Somebody who votes on the proposals of a round."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="seats", db_index=False)
    # The round's place once more: the policy reads it from the row alone.
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    called_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["called_at", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "account"], name="catalogue_seat_once")]

    def __str__(self) -> str:
        return self.name


class Vote(models.Model):
    """What one member of the panel says to one proposal; seen by that member alone until the vote is closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="votes", db_index=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=8, choices=[(one, one) for one in CHOICES])
    cast_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "proposal"], name="catalogue_vote_once"),
            models.CheckConstraint(condition=models.Q(choice__in=CHOICES), name="catalogue_vote_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.proposal_id} {self.choice}"
