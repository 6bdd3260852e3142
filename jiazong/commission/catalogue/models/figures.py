from django.db import models


class Figure(models.Model):
    """A number of the rule set of a place, from a day on, with its source; an empty region holds where no other does."""

    name = models.CharField(max_length=40)
    region_code = models.CharField(max_length=12, blank=True)
    first_day = models.DateField()
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=12)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "region_code", "first_day"]
        constraints = [models.UniqueConstraint(fields=["name", "region_code", "first_day"], name="catalogue_figure_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.region_code} {self.value} {self.unit}"


class AgendaPoint(models.Model):
    """A point of an opening ceremony's agenda and its minutes, as usual from a day on (domain A39)."""

    first_day = models.DateField()
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["first_day", "order"]
        constraints = [models.UniqueConstraint(fields=["first_day", "code"], name="catalogue_agendapoint_once")]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """What an office sees to at an opening ceremony, as usual from a day on (domain A39)."""

    first_day = models.DateField()
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    office = models.CharField(max_length=60)
    words = models.CharField(max_length=200)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["first_day", "order"]
        constraints = [models.UniqueConstraint(fields=["first_day", "code"], name="catalogue_duty_once")]

    def __str__(self) -> str:
        return self.office
