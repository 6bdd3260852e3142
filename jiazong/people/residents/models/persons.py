"""Households and persons: names in clear behind the policies, numbers and the exact address sealed."""
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import BlindIndexField, SealedTextField
from jiazong.ground.privacy.rules import normal
from jiazong.people.places.models import Centre


class AtCentre(models.Model):
    """A row of one centre's register, with who wrote it and when by the database's clock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Household(AtCentre):
    """A family under one roof. Community, estate and block are known to the centre; the door is sealed.

    `code` is the number the centre gives; `outside_number` the one an imported book carried.
    """

    code = models.CharField(max_length=20)
    outside_number = models.CharField(max_length=40, blank=True)
    community = models.CharField(max_length=80, blank=True)
    estate = models.CharField(max_length=120, blank=True)
    block = models.CharField(max_length=40, blank=True)
    room = SealedTextField(agency="centre.agency_id", blank=True)
    address = SealedTextField(agency="centre.agency_id", blank=True)
    kind = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="residents_household_code"),
            models.UniqueConstraint(
                fields=["centre", "outside_number"], condition=~Q(outside_number=""), name="residents_household_outside"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-created_at", "-id"], name="residents_household_newest"),
            models.Index(fields=["centre", "block"], name="residents_household_block"),
        ]


class Person(AtCentre):
    """Somebody the centre knows. The name stays byte for byte; the birth date may be an estimate from an age told.

    `same_as` links a duplicate to the one that is kept; the link can be undone. `locked_at` stops all but keeping.
    """

    MALE, FEMALE, OTHER, UNKNOWN = "m", "f", "x", ""
    SEXES = (MALE, FEMALE, OTHER, UNKNOWN)

    outside_number = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, blank=True, db_collation="C")
    sex = models.CharField(max_length=1, blank=True)
    born_on = models.DateField(null=True, blank=True)
    is_birth_estimated = models.BooleanField(default=False)
    died_on = models.DateField(null=True, blank=True)
    id_kind = models.CharField(max_length=20, blank=True)
    id_number = SealedTextField(agency="centre.agency_id", null=True, blank=True)
    id_number_index = BlindIndexField(of="id_number", kind=normal.ID_NUMBER)
    registration = models.CharField(max_length=40, blank=True)
    languages = models.JSONField(default=list, blank=True)
    same_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    locked_at = models.DateTimeField(null=True, blank=True)
    lock_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "outside_number"], condition=~Q(outside_number=""), name="residents_person_outside"
            ),
            models.CheckConstraint(condition=Q(sex__in=["m", "f", "x", ""]), name="residents_person_sex"),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(born_on__isnull=True) | Q(died_on__gte=F("born_on")),
                name="residents_person_dies_after_birth",
            ),
            models.CheckConstraint(condition=Q(same_as__isnull=True) | ~Q(same_as=F("id")), name="residents_person_not_itself"),
        ]
        indexes = [
            models.Index(fields=["centre", "sort_key", "id"], name="residents_person_by_name"),
            models.Index(fields=["centre", "-created_at", "-id"], name="residents_person_newest"),
            models.Index(fields=["id_number_index"], name="residents_person_id_number"),
            models.Index(fields=["same_as"], condition=Q(same_as__isnull=False), name="residents_person_linked"),
        ]


class Phone(AtCentre):
    """A telephone number of a person, sealed, found by the whole number or by its last four digits."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phones")
    number = SealedTextField(agency="centre.agency_id")
    number_index = BlindIndexField(of="number", kind=normal.PHONE)
    tail_index = BlindIndexField(of="number", kind=normal.PHONE_TAIL)
    owner = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        indexes = [
            models.Index(fields=["number_index"], name="residents_phone_number"),
            models.Index(fields=["tail_index"], name="residents_phone_tail"),
            models.Index(fields=["person"], name="residents_phone_of"),
        ]


class SearchKey(models.Model):
    """One way to type a person's name: folded characters, pinyin, initials, from each syllable on; made with the person."""

    NAME, PINYIN, INITIALS, OUTSIDE = "n", "p", "i", "o"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="search_keys")
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=1)
    place = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=200, db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["centre", "kind", "key", "place"], name="residents_search", include=["person"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Link(AtCentre):
    """That two persons were found to be one: which is kept, what was taken over, why; undone by `undone_at`."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    linked = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links")
    reason = models.CharField(max_length=200)
    before = SealedTextField(agency="centre.agency_id", blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("linked")), name="residents_link_two"),
            models.UniqueConstraint(fields=["linked"], condition=Q(undone_at__isnull=True), name="residents_link_once"),
        ]
