from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jiazong.people.places import rules
from jiazong.people.places.models import Centre, OpeningHours, Region, Room

COUNTY_LENGTH = 6


@dataclass(frozen=True)
class Page:
    """One page of a list in the order of its key: the rows, and the keys the pages before and after begin from."""

    rows: list[Any]
    before: str
    after: str


@dataclass(frozen=True)
class CentreLine:
    """A centre as a line of a list."""

    code: str
    name: str
    agency: str
    street: str
    county: str
    rooms: int
    state: rules.OpenState


def page_of(rows: QuerySet, *, order: tuple[str, ...], size: int, after: str = "", before: str = "") -> Page:
    """The page of a list after (or before) the row with a key; a key that is not in the list begins at its start.

    `order` names the columns the list is sorted by, all upwards, the last of them the primary key.
    """
    mark = _row_of(rows, after or before)
    backwards = bool(mark and before and not after)
    if mark:
        rows = rows.filter(_beyond(mark, order, backwards))
    signs = [f"-{name}" if backwards else name for name in order]
    found = list(rows.order_by(*signs)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_before, has_after = (more, True) if backwards else (mark is not None, more)
    return Page(
        rows=found,
        before=str(found[0].pk) if found and has_before else "",
        after=str(found[-1].pk) if found and has_after else "",
    )


def _row_of(rows: QuerySet, key: str) -> Any | None:
    try:
        return rows.filter(pk=key).first() if key else None
    except ValueError:  # a key of a page that nobody was given, typed into the address
        return None


def _beyond(mark: Any, order: tuple[str, ...], backwards: bool) -> Q:
    side = "lt" if backwards else "gt"
    value = {name: attrgetter(name)(mark) for name in order}
    beyond = Q()
    for depth, name in enumerate(order):
        same = {earlier: value[earlier] for earlier in order[:depth]}
        beyond |= Q(**same, **{f"{name}__{side}": value[name]})
    # Repeated on its own so that an index on the first column can be used.
    return Q(**{f"{order[0]}__{side}e": value[order[0]]}) & beyond


def centre_page(centres: QuerySet[Centre], *, at: datetime, size: int, after: str = "", before: str = "") -> Page:
    """A page of centres as lines, with what their opening hours say about a moment."""
    rooms = Room.objects.filter(centre=OuterRef("pk")).order_by().values("centre").annotate(n=Count("pk")).values("n")
    told = centres.select_related("region", "agency").prefetch_related("opening_hours")
    told = told.annotate(room_count=Coalesce(Subquery(rooms), 0))
    page = page_of(told, order=("code",), size=size, after=after, before=before)
    counties = county_names(centre.region_id for centre in page.rows)
    lines = [
        CentreLine(
            code=centre.code,
            name=centre.name,
            agency=centre.agency.name,
            street=centre.region.name,
            county=counties.get(centre.region_id[:COUNTY_LENGTH], ""),
            rooms=centre.room_count,
            state=state_of(centre.opening_hours.all(), at=at),
        )
        for centre in page.rows
    ]
    return Page(rows=lines, before=page.before, after=page.after)


def state_of(hours: Iterable[OpeningHours], *, at: datetime) -> rules.OpenState:
    """What opening hours say about a moment of Shanghai time."""
    return rules.open_state(map(period_of, hours), weekday=at.weekday(), at=at.time())


def period_of(hours: OpeningHours) -> rules.Period:
    """A stored line of opening hours as the rules know it."""
    return rules.Period(hours.weekday, hours.opens, hours.closes)


def week_of(centre: Centre) -> list[list[rules.Period]]:
    """The week of a centre from Monday on: the periods of each day, none when it is closed."""
    periods = sorted(map(period_of, centre.opening_hours.all()), key=lambda period: period.opens)
    return [[period for period in periods if period.weekday == weekday] for weekday in range(7)]


def rooms_by_type(centre: Centre) -> list[tuple[str, list[Room]]]:
    """The rooms of a centre under the names of their kinds (domain A11), in the order of the kinds."""
    rooms = centre.rooms.select_related("type").order_by("type__order", "pk")
    return [(name, list(group)) for name, group in groupby(rooms, key=lambda room: room.type.name)]


def county_names(codes: Iterable[str]) -> dict[str, str]:
    """Code of a county → its name, for the counties some regions lie in."""
    counties = {code[:COUNTY_LENGTH] for code in codes}
    return dict(Region.objects.filter(code__in=counties).values_list("code", "name"))


def region_chain(code: str) -> QuerySet[Region]:
    """A region with all above it, from the province down."""
    return Region.objects.filter(code__in=[code[:length] for length in (2, 4, 6, 9, 12) if length <= len(code)])


def regions_under(code: str) -> QuerySet[Region]:
    """The regions directly beneath one."""
    return Region.objects.filter(parent_code=code).order_by("code")
