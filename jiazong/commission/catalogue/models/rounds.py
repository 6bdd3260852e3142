import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.commission.catalogue.models.needs import Need
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Body, Region


class Round(models.Model):
    """A year's round of a city or district: from when to when proposals are taken, and who sits on the panel.

    Where members of a panel are called, they vote one by one; `voting_closed_at` is when their votes were counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    opens_on = models.DateField()
    closes_on = models.DateField()
    panel = models.CharField(max_length=200, blank=True)
    voting_closed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="catalogue_round_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="catalogue_round_term"),
        ]

    def __str__(self) -> str:
        return self.title


class Project(models.Model):
    """What a project is, in a proposal, in the catalogue and in a printed edition alike."""

    PROJECT, POST = "project", "post"

    title = models.CharField(max_length=120)
    category = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=[(PROJECT, PROJECT), (POST, POST)])
    users = models.CharField(max_length=300)
    need = models.TextField()
    purchaser = models.CharField(max_length=120)
    city_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    district_percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


FACTS = ("title", "category", "kind", "users", "need", "purchaser", "city_percent", "district_percent")


class Proposal(Project):
    """A project somebody proposes: a department, a people's organisation, an agency, or the public."""

    DEPARTMENT, ORGANISATION, AGENCY, PUBLIC = "department", "organisation", "agency", "public"
    PROPOSERS = (DEPARTMENT, ORGANISATION, AGENCY, PUBLIC)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    proposer_kind = models.CharField(max_length=12, choices=[(one, one) for one in PROPOSERS])
    proposer = models.CharField(max_length=120)
    agency = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    surveyed = models.ForeignKey(Need, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    typed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["round", "category", "id"], name="catalogue_proposal_page")]
        constraints = [
            models.CheckConstraint(
                condition=Q(city_percent__isnull=True, district_percent__isnull=True) | Q(city_percent=100 - F("district_percent")),
                name="catalogue_proposal_shares",
            )
        ]


class Pair(models.Model):
    """Two proposals of a round that look alike, and what the panel says of them."""

    SAME, DIFFERENT, MERGE = "same", "different", "merge"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="pairs", db_index=False)
    first = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    permille = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, blank=True, choices=[(SAME, SAME), (DIFFERENT, DIFFERENT), (MERGE, MERGE)])
    reason = models.CharField(max_length=500, blank=True)
    judged_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["round", "-permille", "id"], name="catalogue_pair_page")]
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="catalogue_pair_once")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class Decision(models.Model):
    """What the review panel decided about a proposal, and why."""

    ADMITTED, REFUSED, MERGED = "admitted", "refused", "merged"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=[(ADMITTED, ADMITTED), (REFUSED, REFUSED), (MERGED, MERGED)])
    into = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    votes_for = models.PositiveSmallIntegerField(null=True)
    votes_against = models.PositiveSmallIntegerField(null=True)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome="merged", into__isnull=False) | (~Q(outcome="merged") & Q(into__isnull=True)), name="catalogue_decision_into"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.outcome}"
