"""Figures and words of the domain as rows: from a day on, with their source, never literals in code."""
from datetime import date
from typing import Any, Self

from django.db import models


class NoSetting(LookupError):
    """A setting for which no row holds on the day asked for."""


class Dated(models.Model):
    """A setting by name from a day on, until a later row of the same name begins, with its source."""

    name = models.CharField(max_length=40)
    first_day = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        abstract = True
        ordering = ["name", "first_day"]
        constraints = [models.UniqueConstraint(fields=["name", "first_day"], name="%(app_label)s_%(class)s_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.first_day}"

    @classmethod
    def on(cls, name: str, day: date) -> Self:
        """The row that holds on a day. Raises NoSetting."""
        found = cls.objects.filter(name=name, first_day__lte=day).order_by("-first_day").first()
        if found is None:
            raise NoSetting(f"{name} on {day}")
        return found

    @classmethod
    def values_on(cls, day: date, *names: str) -> dict[str, Any]:
        """The values of several names on a day, of all where none is named; one question. Raises NoSetting for a name without."""
        rows = cls.objects.filter(first_day__lte=day, **({"name__in": names} if names else {})).order_by("first_day")
        found = dict(rows.values_list("name", "value"))
        if missing := set(names) - set(found):
            raise NoSetting(f"{', '.join(sorted(missing))} on {day}")
        return found


class DatedFigure(Dated):
    """A whole number with its unit, from a day on."""

    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=12)

    class Meta(Dated.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} {self.value} {self.unit}"
