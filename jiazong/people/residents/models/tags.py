"""Target groups (domain B1, 管理办法 2023 第4条) as dated data, and who belongs to one."""
from django.db import models

from jiazong.people.residents.models.families import Lasting
from jiazong.people.residents.models.persons import Person


class TagKind(models.Model):
    """A group the station serves first; `is_restricted` ones tell of health or violence and need a grant to be seen."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    is_restricted = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Tag(Lasting):
    """That a person belongs to a group from a day on. The table copies `is_restricted` from the kind (a trigger)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tags")
    kind = models.ForeignKey(TagKind, on_delete=models.PROTECT, related_name="+")
    is_restricted = models.BooleanField(editable=False, default=False)

    class Meta:
        indexes = [models.Index(fields=["person"], name="residents_tag_of")]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "first_day"], nulls_distinct=False, name="residents_tag_once")
        ]
