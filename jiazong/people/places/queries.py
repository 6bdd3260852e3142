from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from jiazong.ground.ui import keyset
from jiazong.ground.ui.keyset import Page
from jiazong.people.places import rules
from jiazong.people.places.models import Centre, OpeningHours, Region, Room

COUNTY_LENGTH = 6


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


def centre_page(centres: QuerySet[Centre], *, at: datetime, asked: QueryDict, size: int) -> Page:
    """A page of centres as lines, with what their opening hours say about a moment."""
    page = keyset.page(centres.values("code"), keys=("code",), asked=asked, size=size)
    rooms = Room.objects.filter(centre=OuterRef("pk")).order_by().values("centre").annotate(n=Count("pk")).values("n")
    shown = Centre.objects.filter(code__in=[row["code"] for row in page.rows]).order_by("code")
    shown = shown.select_related("region", "agency").prefetch_related("opening_hours")
    found = list(shown.annotate(room_count=Coalesce(Subquery(rooms), 0)))
    counties = county_names(centre.region_id for centre in found)
    return replace(page, rows=[_line(centre, counties, at) for centre in found])


def _line(centre: Centre, counties: dict[str, str], at: datetime) -> CentreLine:
    return CentreLine(
        code=centre.code,
        name=centre.name,
        agency=centre.agency.name,
        street=centre.region.name,
        county=counties.get(centre.region_id[:COUNTY_LENGTH], ""),
        rooms=centre.room_count,
        state=state_of(centre.opening_hours.all(), at=at),
    )


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
