"""Who lives where since when, and who belongs to whom: what the genogram and the eco-map are drawn from."""
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from jiazong.people.residents.models.persons import AtCentre, Household, Person
from jiazong.people.staff.models import DaysHeld


class Lasting(AtCentre):
    """Something that holds from one day to another, both included; no first day means since ever, no last day still."""

    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Residence(Lasting):
    """A person in a household, with the relation to its head (与户主关系) as the family says it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residences")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residences")
    relation = models.CharField(max_length=40, blank=True)
    is_head = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_head", "first_day", "id"]
        indexes = [models.Index(fields=["household"], name="residents_residence_in")]
        constraints = [
            ExclusionConstraint(
                name="residents_one_home_a_day",
                expressions=[("person", RangeOperators.EQUAL), (DaysHeld(), RangeOperators.OVERLAPS)],
            ),
        ]


class Pair(Lasting):
    """Two persons and something between them."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)

    class Meta:
        abstract = True


class Union(Pair):
    """A couple: married or living together, parted or divorced with the day."""

    MARRIED, COHABITING = "married", "cohabiting"
    SEPARATED, DIVORCED, WIDOWED = "separated", "divorced", "widowed"

    end = models.CharField(max_length=20, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(one=F("other")), name="residents_union_two"),
            models.CheckConstraint(condition=Q(kind__in=["married", "cohabiting"]), name="residents_union_kind"),
            models.CheckConstraint(condition=Q(end__in=["", "separated", "divorced", "widowed"]), name="residents_union_end"),
        ]
        indexes = [models.Index(fields=["one"], name="residents_union_one"), models.Index(fields=["other"], name="residents_union_other")]


class Parentage(Lasting):
    """A parent and a child: by birth, adopted, fostered or step."""

    BIRTH, ADOPTED, FOSTER, STEP = "birth", "adopted", "foster", "step"

    parent = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="children_links")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="parent_links")
    kind = models.CharField(max_length=20, default=BIRTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "child", "kind"], name="residents_parentage_once"),
            models.CheckConstraint(condition=~Q(parent=F("child")), name="residents_parentage_two"),
            models.CheckConstraint(
                condition=Q(kind__in=["birth", "adopted", "foster", "step"]), name="residents_parentage_kind"
            ),
        ]


class Twin(AtCentre):
    """Two born together, identical or fraternal; triplets are two rows to the same first."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_identical = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="residents_twin_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="residents_twin_two"),
        ]


class Guardianship(Lasting):
    """Who is guardian of whom, and on which day that was checked."""

    ward = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardianships")
    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wards")
    kind = models.CharField(max_length=40, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [models.CheckConstraint(condition=~Q(ward=F("guardian")), name="residents_guardian_another")]


class Bond(Pair):
    """How two persons stand to each other, as the worker sees it."""

    KINDS = ("close", "very_close", "conflict", "distant", "cut_off", "violent")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(one=F("other")), name="residents_bond_two"),
            models.CheckConstraint(
                condition=Q(kind__in=["close", "very_close", "conflict", "distant", "cut_off", "violent"]),
                name="residents_bond_kind",
            ),
        ]


class Tie(Lasting):
    """A household and something outside it (school, work, hospital, committee, faith, friends): the eco-map."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="ties")
    system = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, default="normal")
    direction = models.CharField(max_length=4, default="both")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["strong", "normal", "weak", "stress"]), name="residents_tie_kind"),
            models.CheckConstraint(condition=Q(direction__in=["both", "in", "out"]), name="residents_tie_direction"),
        ]
