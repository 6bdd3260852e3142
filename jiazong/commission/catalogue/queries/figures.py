"""The rule set of a place on a day."""
from datetime import date

from jiazong.commission.catalogue.models import AgendaPoint, Duty, Figure


class NoFigure(LookupError):
    """No row of the rule set holds for a name in a place on a day."""


def figure(name: str, region: str, on: date) -> int:
    """The number that holds in a place on a day: of the nearest region above, the newest. Raises NoFigure."""
    found = figures(region, on).get(name)
    if found is None:
        raise NoFigure(f"{name} in {region} on {on}")
    return found


def figures(region: str, on: date) -> dict[str, int]:
    """All numbers that hold in a place on a day; one question."""
    codes = ["", *(region[:length] for length in (2, 4, 6, 9, 12) if length <= len(region))]
    rows = Figure.objects.filter(region_code__in=codes, first_day__lte=on).values_list("name", "region_code", "first_day", "value")
    return {name: value for name, _code, _day, value in sorted(rows, key=lambda row: (row[0], len(row[1]), row[2]))}


def agenda_points(on: date) -> list[AgendaPoint]:
    """The usual agenda of an opening on a day."""
    return _newest(AgendaPoint, on)


def duties(on: date) -> list[Duty]:
    """The usual duties of an opening on a day."""
    return _newest(Duty, on)


def _newest(model: type, on: date) -> list:
    rows = list(model.objects.filter(first_day__lte=on).order_by("first_day", "order"))
    newest = max((row.first_day for row in rows), default=None)
    return [row for row in rows if row.first_day == newest]
