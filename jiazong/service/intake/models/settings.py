"""What the desk goes by, as dated rows with their source."""
from django.db import models


class Setting(models.Model):
    """One figure or list of words of the desk from a day on: how long is long, what a case weighs, how many are drawn."""

    name = models.CharField(max_length=40)
    first_day = models.DateField()
    value = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=12)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "first_day"]
        constraints = [models.UniqueConstraint(fields=["name", "first_day"], name="intake_setting_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.value} {self.unit}"
