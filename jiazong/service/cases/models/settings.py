"""What the handling of cases takes from dated data instead of from the code."""
from django.db import models


class Setting(models.Model):
    """A setting of casework from a day on, with its source: hours, days, methods by mode, items of a questionnaire."""

    name = models.CharField(max_length=40)
    first_day = models.DateField()
    value = models.JSONField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["name", "first_day"]
        constraints = [models.UniqueConstraint(fields=["name", "first_day"], name="cases_setting_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.first_day}"
