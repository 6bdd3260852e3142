"""What the handling of cases takes from dated data instead of from the code."""
from django.db import models

from jiazong.ground.dated import Dated


class Setting(Dated):
    """A setting of casework from a day on, with its source: hours, days, methods by mode, items of a questionnaire."""

    value = models.JSONField()
