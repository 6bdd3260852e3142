"""The settings of the desk as they hold on a day."""
from datetime import date

from jiazong.service.intake.models import Setting


class NoSetting(LookupError):
    """A setting that holds on no day up to this one."""


class Figures(dict[str, int]):
    """Settings by name; one that is missing raises NoSetting instead of being taken for something."""

    def __missing__(self, name: str) -> int:
        raise NoSetting(name)


def figures_on(day: date) -> Figures:
    """All figures as they hold on a day, by name; one question."""
    held = Setting.objects.filter(first_day__lte=day).order_by("first_day").values_list("name", "value")
    return Figures(held)


def words_on(name: str, day: date) -> list[str]:
    """A list of words as it holds on a day.

    Raises NoSetting.
    """
    found = Setting.objects.filter(name=name, first_day__lte=day).order_by("-first_day").first()
    if found is None:
        raise NoSetting(name)
    return found.words.split(",")
