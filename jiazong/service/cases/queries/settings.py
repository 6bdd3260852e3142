"""Reads of the dated settings of casework."""
from datetime import date
from typing import Any

from jiazong.service.cases.models import Setting


def setting(name: str, day: date) -> Any:
    """The value of a setting on a day. Raises NoSetting."""
    return Setting.on(name, day).value


def settings_on(day: date, *names: str) -> dict[str, Any]:
    """Several settings of a day in one question. Raises NoSetting."""
    return Setting.values_on(day, *names)
