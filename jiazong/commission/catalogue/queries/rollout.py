"""The roll-out of a region: its streets, what stands where, targets against what is open."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from jiazong.commission.catalogue.models import Served, Site, Target
from jiazong.commission.catalogue.rules import rollout as rules
from jiazong.people.places.models import Region

STREET = 9


@dataclass(frozen=True)
class TargetLine:
    """A target and how many centres are open by the end of its years, or by today where they still run."""

    target: Target
    opened: int
    tendered: int


@dataclass(frozen=True)
class RegionTile:
    """A street or district of the cartogram: how far its furthest centre is."""

    region: Region
    tile: rules.Tile
    sites: int
    opened: int
    stage: str
    is_late: bool


def streets_under(prefix: str) -> list[Region]:
    """The streets and towns of the list under a region, itself where it is one."""
    return list(Region.objects.filter(code__startswith=prefix, level="street").order_by("code"))


def stage_counts(sites: QuerySet[Site]) -> dict[str, int]:
    """How many of the centres reached at least each stage; one question."""
    return sites.order_by().aggregate(**{stage: Count("pk", filter=reached(stage) or None) for stage in rules.STAGES})


def reached(stage: str, until: date | None = None) -> Q:
    """The centres that reached at least a stage, up to a day where one is given; an opened centre was tendered too."""
    if stage == rules.PLANNED:
        return Q(planned_on__lte=until) if until else Q()
    later = rules.STAGES[rules.STAGES.index(stage) :]
    found = Q()
    for one in later:
        found |= Q(**{f"{one}_on__lte": until}) if until else Q(**{f"{one}_on__isnull": False})
    return found


def coverage_of_streets(streets: Sequence[Region], sites: QuerySet[Site]) -> rules.Coverage:
    """How many streets have an open centre in them; one question."""
    opened = sites.order_by().filter(opened_on__isnull=False).annotate(street=Left("region_id", STREET)).values_list("street", flat=True)
    return rules.coverage({one.code for one in streets}, opened.distinct())


def coverage_of_communities(prefix: str, sites: QuerySet[Site]) -> rules.Coverage:
    """How many communities of the list an open centre serves; one question each."""
    whole = set(Region.objects.filter(code__startswith=prefix, level="community").values_list("code", flat=True))
    opened = sites.order_by().filter(opened_on__isnull=False).values("pk")
    return rules.coverage(whole, Served.objects.filter(site__in=opened).values_list("region_id", flat=True).distinct())


def target_lines(targets: Sequence[Target], sites: QuerySet[Site], *, on: date) -> list[TargetLine]:
    """Targets against what is there: what was opened and tendered up to the end of each target's last year; one question."""
    if not targets:
        return []
    wanted = {}
    for place, target in enumerate(targets):
        until, here = min(on, date(target.last_year, 12, 31)), Q(region__code__startswith=target.region_id)
        wanted[f"opened_{place}"] = Count("pk", filter=here & reached(rules.OPENED, until))
        wanted[f"tendered_{place}"] = Count("pk", filter=here & reached(rules.TENDERED, until))
    found = sites.order_by().aggregate(**wanted)
    return [TargetLine(target, found[f"opened_{place}"], found[f"tendered_{place}"]) for place, target in enumerate(targets)]


def cartogram(regions: Sequence[Region], sites: QuerySet[Site], most_columns: int, *, year: int) -> list[RegionTile]:
    """One tile for each region; a site counts where its code begins with the region's, and is late once its year is over.

    The regions are of one level; one question.
    """
    if not regions:
        return []
    late = Count("pk", filter=Q(year__lt=year, opened_on__isnull=True))
    rows = sites.order_by().annotate(place=Left("region_id", len(regions[0].code))).values("place").annotate(
        late=late, **{stage: Count("pk", filter=reached(stage) or None) for stage in rules.STAGES}
    )  # fmt: skip
    found = {row["place"]: row for row in rows}
    nothing = dict.fromkeys((*rules.STAGES, "late"), 0)
    tiles = rules.tiles([region.code for region in regions], most_columns)
    return [_tile(region, tile, found.get(region.code, nothing)) for region, tile in zip(regions, tiles, strict=True)]


def _tile(region: Region, tile: rules.Tile, row: dict[str, int]) -> RegionTile:
    furthest = next((stage for stage in reversed(rules.STAGES) if row[stage]), "")
    return RegionTile(region, tile, row[rules.PLANNED], row[rules.OPENED], furthest, bool(row["late"]))
