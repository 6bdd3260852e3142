"""Reads of the dated settings of casework."""
from datetime import date
from typing import Any

from jiazong.service.cases.models import Setting


class NoSetting(LookupError):
    """A setting of casework that holds on no row of the table yet."""


def setting(name: str, day: date) -> Any:
    """The value of a setting on a day. Raises NoSetting."""
    return settings_on(day, name)[name]


def settings_on(day: date, *names: str) -> dict[str, Any]:
    """Several settings of a day in one question. Raises NoSetting."""
    rows = Setting.objects.filter(name__in=names, first_day__lte=day).order_by("name", "first_day")
    found = {row.name: row.value for row in rows}
    if missing := set(names) - set(found):
        raise NoSetting(", ".join(sorted(missing)))
    return found
