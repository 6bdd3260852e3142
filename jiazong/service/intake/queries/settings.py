"""The settings of the desk as they hold on a day."""
from datetime import date

from jiazong.ground.dated import NoSetting
from jiazong.service.intake.models import Setting


class Figures(dict[str, int]):
    """Settings by name; one that is missing raises NoSetting instead of being taken for something."""

    def __missing__(self, name: str) -> int:
        raise NoSetting(name)


def figures_on(day: date) -> Figures:
    """All figures as they hold on a day, by name; one question."""
    return Figures(Setting.values_on(day))


def words_on(name: str, day: date) -> list[str]:
    """A list of words as it holds on a day.

    Raises NoSetting.
    """
    return Setting.on(name, day).words.split(",")
