"""The roll-out of centres: targets, coverage, map, one centre with its stages, its opening ceremony."""
from datetime import time
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.commission.catalogue import permissions
from jiazong.commission.catalogue.actions import rollout as actions
from jiazong.commission.catalogue.forms import rollout as forms
from jiazong.commission.catalogue.models import Ceremony, Site
from jiazong.commission.catalogue.queries import figures
from jiazong.commission.catalogue.queries import rollout as queries
from jiazong.commission.catalogue.rules import rollout as rules
from jiazong.commission.catalogue.views.parts import FORM, PAGE, answer, posted
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say
from jiazong.people.places.models import Region
from jiazong.people.places.permissions import centres_within

COLUMNS = 4
MOST_TILES = 40
CITY = 4


@guard("rollout.read")
@require_GET
def rollout(request: HttpRequest) -> HttpResponse:
    """What is to come and what is open: targets, coverage, a map of tiles, the list by stage."""
    today = timezone.localdate()
    sites, prefix = permissions.sites_within(request.reach), _prefix(request)
    here = sites.filter(region__code__startswith=prefix)
    streets = list(permissions.places_for(request.reach, "street", under=prefix))
    page = keyset.page(here.values("id", "region_id"), keys=("region_id", "id"), asked=request.GET, size=PAGE)
    shown = here.filter(pk__in=[row["id"] for row in page.rows]).order_by("region_id", "pk")
    targets = permissions.targets_within(request.reach).filter(_about(prefix))[:PAGE]
    return answer(request, "rollout", {
        "page": page, "sites": list(shown), "prefix": prefix,
        "stages": queries.stage_counts(here), "streets": queries.coverage_of_streets(streets, here),
        "communities": queries.coverage_of_communities(prefix, here) if prefix else None,
        "targets": queries.target_lines(list(targets), sites, on=today),
        "tiles": _tiles(request, prefix, streets, here), "may_write": bool(reach_for(request, "rollout.write")),
    })  # fmt: skip


def _about(prefix: str) -> Q:
    """The targets of a region: those within it and those of what it lies in."""
    return Q(region__code__startswith=prefix) | Q(region_id__in=[prefix[:length] for length in permissions.LENGTHS if length <= len(prefix)])


def _prefix(request: HttpRequest) -> str:
    """The region looked at: the one asked for where it lies within reach, else the person's own."""
    asked = request.GET.get("in", "")
    if asked.isalnum() and permissions.is_covered(request.reach, asked):
        return asked[:12]
    return min(request.reach.regions, default="")


def _tiles(request: HttpRequest, prefix: str, streets: list[Region], sites: QuerySet[Site]) -> list[queries.RegionTile]:
    """Districts for a city, streets for a district; those without a name on the map stand in the table."""
    regions = streets
    if len(prefix) <= CITY:
        regions = list(permissions.places_for(request.reach, "county", under=prefix))
    return queries.cartogram(regions[:MOST_TILES], sites, COLUMNS, year=timezone.localdate().year)


@guard("rollout.write")
@FORM
def target_new(request: HttpRequest) -> HttpResponse:
    """Set a target for a year or a plan of several years."""
    form = forms.TargetForm(posted(request), regions=permissions.places_for(request.reach, "city", "county"), initial={"first_year": timezone.localdate().year, "last_year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        actions.set_target(**form.cleaned_data, by=request.user)
        say(request, _("The target is saved."))
        return redirect("catalogue:rollout")
    return answer(request, "target_new", {"form": form})


@guard("rollout.write")
@FORM
def site_new(request: HttpRequest) -> HttpResponse:
    """Plan a centre."""
    usual = {"year": timezone.localdate().year, "planned_on": timezone.localdate()}
    form = forms.SiteForm(posted(request), regions=permissions.places_for(request.reach, "street"), initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_site(**form.cleaned_data, served=[], by=request.user)
            say(request, _("The centre is planned."))
            return redirect("catalogue:site", made.pk)
        except actions.NameTaken:
            form.add_error("name", _("A centre of this name is planned in this street already; open that one."))
    return answer(request, "site_new", {"form": form})


@guard("rollout.read")
@require_GET
def site(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One centre to come: its stages, whom it serves, its opening."""
    found = get_object_or_404(permissions.sites_within(request.reach), pk=pk)
    days = dict(found.days.told)
    return answer(request, "site", {
        "site": found, "stages": [(stage, days.get(stage)) for stage in rules.STAGES], "ceremony": Ceremony.objects.filter(site=found).first(),
        "served": list(Region.objects.filter(code__in=found.served.values("region_id")).order_by("code")),
        "may_write": permissions.is_covered(reach_for(request, "rollout.write"), found.region_id),
        "entries": list(entries_about(found, limit=12)),
    })  # fmt: skip


@guard("rollout.write")
@FORM
def site_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set the stages a centre reached and the communities it serves."""
    found = get_object_or_404(permissions.sites_within(request.reach), pk=pk)
    centres = centres_within(request.reach).filter(region__code__startswith=found.region_id[:9])
    usual = dict(found.days.told) | {"centre": found.centre_id, "served": list(found.served.values_list("region_id", flat=True))}
    form = forms.StagesForm(posted(request), site=found, centres=centres, initial=usual)
    if request.method == "POST" and form.is_valid():
        actions.set_days(found, form.days(), centre=form.cleaned_data["centre"], by=request.user)
        actions.set_served(found, form.cleaned_data["served"], by=request.user)
        say(request, _("The stages are saved."))
        return redirect("catalogue:site", pk)
    return answer(request, "site_edit", {"site": found, "form": form})


@guard("rollout.write")
@FORM
def ceremony(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan the opening ceremony: agenda reckoned from its beginning, duties, how many guests."""
    found, today = get_object_or_404(permissions.sites_within(request.reach), pk=pk), timezone.localdate()
    held = Ceremony.objects.filter(site=found).first()
    points, duties = figures.agenda_points(today), figures.duties(today)
    minutes = [(one.name, one.minutes) for one in points]
    form = forms.CeremonyForm(posted(request), duties=duties, points=minutes, initial=_planned(found, held))
    if request.method == "POST" and form.is_valid():
        actions.plan_ceremony(found, form.cleaned_data, by=request.user)
        say(request, _("The plan of the ceremony is saved."))
        return redirect("catalogue:ceremony", pk)
    agenda = rules.agenda(held.starts, minutes) if held else []
    return answer(request, "ceremony", {"site": found, "form": form, "ceremony": held, "agenda": agenda})


def _planned(site: Site, held: Ceremony | None) -> dict[str, object]:
    if held:
        return {name: getattr(held, name) for name in ("day", "starts", "place", "organiser", "size", "invited", "confirmed", "duties_done")}
    starts = figures.figure("ceremony.starts", site.region_id, timezone.localdate())
    return {"starts": time(starts // 60, starts % 60), "invited": 0, "confirmed": 0}
