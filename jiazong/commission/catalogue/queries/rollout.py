"""The roll-out of a region: its streets, what stands where, targets against what is open."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


def coverage_of_streets(streets: Sequence[Region], sites: Sequence[Site]) -> rules.Coverage:
    """How many streets have an open centre in them."""
    return rules.coverage({one.code for one in streets}, {site.region_id[:STREET] for site in sites if site.opened_on})


def coverage_of_communities(prefix: str, sites: Sequence[Site]) -> rules.Coverage:
    """How many communities of the list an open centre serves; one question each."""
    whole = set(Region.objects.filter(code__startswith=prefix, level="community").values_list("code", flat=True))
    opened = [site.pk for site in sites if site.opened_on]
    return rules.coverage(whole, Served.objects.filter(site__in=opened).values_list("region_id", flat=True))


def target_lines(targets: Sequence[Target], sites: Sequence[Site], *, on: date) -> list[TargetLine]:
    """Targets against what is there: what was opened and tendered up to the end of the target's last year."""
    lines = []
    for target in targets:
        until = min(on, date(target.last_year, 12, 31))
        here = [site for site in sites if site.region_id.startswith(target.region_id)]
        opened = sum(1 for site in here if site.opened_on and site.opened_on <= until)
        tendered = sum(1 for site in here if any(day and day <= until for day in (site.tendered_on, site.fitted_on, site.opened_on)))
        lines.append(TargetLine(target, opened, tendered))
    return lines


def cartogram(regions: Sequence[Region], sites: Sequence[Site], most_columns: int, *, year: int) -> list[RegionTile]:
    """One tile for each region; a site counts where its code begins with the region's, and is late once its year is over."""
    found: dict[str, list[Site]] = {region.code: [] for region in regions}
    lengths = {len(region.code) for region in regions}
    for site in sites:
        for length in lengths:
            found.get(site.region_id[:length], []).append(site)
    tiles = rules.tiles([region.code for region in regions], most_columns)
    return [
        RegionTile(region, tile, len(found[region.code]), sum(1 for one in found[region.code] if one.opened_on),
                   max((one.stage for one in found[region.code]), key=rules.STAGES.index, default=""),
                   any(one.year < year and not one.opened_on for one in found[region.code]))
        for region, tile in zip(regions, tiles, strict=True)
    ]  # fmt: skip
