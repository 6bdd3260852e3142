"""What the desk goes by, as dated rows with their source."""
from django.db import models

from jiazong.ground.dated import DatedFigure


class Setting(DatedFigure):
    """One figure or list of words of the desk from a day on: how long is long, what a case weighs, how many are drawn."""

    value = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
