from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from jiazong.commission.catalogue.models import Ceremony, Served, Site, Target
from jiazong.commission.catalogue.rules import rollout
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Centre, Region

COLUMN_OF = {stage: f"{stage}_on" for stage in rollout.STAGES}


class NameTaken(ValueError):
    """Another centre of the same street bears this name."""


@transaction.atomic
def set_target(region: Region, *, first_year: int, last_year: int, centres: int, source: str, by: Account | None) -> Target:
    """Set how many centres a region is to have by the end of a year or plan; the same years again change the number."""
    target, _ = Target.objects.update_or_create(
        region=region, first_year=first_year, last_year=last_year, defaults={"centres": centres, "source": source}
    )
    chronicle.record("rollout.target", target, by=by, centres=centres)
    return target


@transaction.atomic
def plan_site(region: Region, *, name: str, year: int, planned_on: date, served: Iterable[Region], by: Account | None) -> Site:
    """Plan a centre in a street. Raises NameTaken."""
    if Site.objects.filter(region=region, name=name).exists():
        raise NameTaken(name)
    site = Site.objects.create(region=region, name=name, year=year, planned_on=planned_on)
    Served.objects.bulk_create(Served(site=site, region=one) for one in served)
    chronicle.record("rollout.planned", site, by=by, year=year)
    return site


@transaction.atomic
def set_days(site: Site, days: rollout.Days, *, centre: Centre | None, by: Account | None) -> None:
    """Set the days a centre reached its stages. Raises OutOfOrder."""
    rollout.check_order(days)
    held = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    before = held.days
    for stage, column in COLUMN_OF.items():
        setattr(held, column, getattr(days, stage))
    held.centre = centre
    held.save(update_fields=[*COLUMN_OF.values(), "centre"])
    if before != days:
        chronicle.record("rollout.stage", held, by=by, stage=rollout.stage_of(days), **{name: day.isoformat() for name, day in days.told})


@transaction.atomic
def set_served(site: Site, served: Iterable[Region], *, by: Account | None) -> None:
    """Set the communities a centre serves."""
    wanted, there = {one.pk for one in served}, set(site.served.values_list("region_id", flat=True))
    Served.objects.filter(site=site, region__in=there - wanted).delete()
    Served.objects.bulk_create(Served(site=site, region_id=code) for code in sorted(wanted - there))
    if wanted != there:
        chronicle.record("rollout.served", site, by=by, communities=len(wanted))


@transaction.atomic
def plan_ceremony(site: Site, facts: dict[str, Any], *, by: Account | None) -> Ceremony:
    """Plan the opening ceremony of a centre, or change its plan."""
    ceremony, _ = Ceremony.objects.update_or_create(site=site, defaults=facts)
    chronicle.record("rollout.ceremony", site, by=by, day=facts["day"].isoformat())
    return ceremony
