"""Who sees what of needs, catalogue and roll-out: one condition for lists, details and counts."""
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from jiazong.commission.catalogue.models import (
    Answer,
    Edition,
    Item,
    Proposal,
    Round,
    Site,
    Stratum,
    Survey,
    Target,
)
from jiazong.ground.access.rules import Reach
from jiazong.people.places.models import Centre, Region

LENGTHS = (2, 4, 6, 9, 12)
NOBODY = Q(pk__in=[])


def covered(reach: Reach, path: str = "region__code") -> Q:
    """The rows whose region lies within the regions of a reach."""
    if reach.everywhere:
        return Q()
    found = NOBODY
    for prefix in sorted(reach.regions):
        found |= Q(**{f"{path}__startswith": prefix})
    return found


def is_covered(reach: Reach, region: str) -> bool:
    """Whether a region lies within the regions of a reach."""
    return reach.everywhere or any(region.startswith(prefix) for prefix in reach.regions)


def called_on(reach: Reach) -> Q:
    """What covers a person's place from above: the rounds and surveys that call on a street or an agency."""
    return covered(reach) | Q(region_id__in=sorted(_above(reach)))


def _above(reach: Reach) -> set[str]:
    codes: Iterable[str] = reach.regions
    if reach.agencies:
        run = Centre.objects.filter(agency_id__in=sorted(reach.agencies)).values_list("region_id", flat=True).distinct()
        codes = {*reach.regions, *run}
    return {code[:length] for code in codes for length in LENGTHS if length <= len(code)}


def surveys_within(reach: Reach) -> QuerySet[Survey]:
    """The surveys that a person may look at, whole or for the own street."""
    return Survey.objects.filter(called_on(reach)).select_related("region")


def strata_within(reach: Reach, survey: Survey) -> QuerySet[Stratum]:
    """The strata of a survey within reach, in the order of the form."""
    found = Stratum.objects.filter(covered(reach), survey=survey)
    return found.select_related("region", "group").order_by("region_id", "group__order")


def answers_within(reach: Reach, survey: Survey) -> QuerySet[Answer]:
    """The answers of a survey within reach."""
    return Answer.objects.filter(covered(reach), survey=survey)


def rounds_within(reach: Reach) -> QuerySet[Round]:
    """The rounds that a person may look at: those below, and those that call on her street or agency."""
    return Round.objects.filter(called_on(reach)).select_related("region")


def proposals_within(reach: Reach, panel: Reach) -> QuerySet[Proposal]:
    """The proposals that are made for a place within reach, made by the own agency, or to be reviewed by her panel."""
    seen = covered(reach) | covered(panel, "round__region__code")
    if reach.agencies:
        seen |= Q(agency_id__in=sorted(reach.agencies))
    return Proposal.objects.filter(seen)


def items_within(reach: Reach) -> QuerySet[Item]:
    """The projects of the catalogues a person may look at."""
    return Item.objects.filter(called_on(reach))


def editions_within(reach: Reach) -> QuerySet[Edition]:
    """The published catalogues of the own place, the newest first; published ones anybody may read."""
    return Edition.objects.filter(called_on(reach)).select_related("region").order_by("-published_on", "-version", "pk")


def sites_within(reach: Reach) -> QuerySet[Site]:
    """The centres to come within reach."""
    return Site.objects.filter(covered(reach)).select_related("region", "centre")


def targets_within(reach: Reach) -> QuerySet[Target]:
    """The targets within reach and those above it."""
    return Target.objects.filter(called_on(reach)).select_related("region")


# Divisions are public, so the database shows them all: which of them somebody may choose is asked of it here as well.
CHOSEN_FROM = """places_region.code ^@ ANY (ARRAY(SELECT CASE held.scope_kind WHEN 'region' THEN held.scope_code ELSE '' END
  FROM app.held(app.purpose()) held WHERE held.reach = 'scope' AND held.scope_kind IN ('region', 'everywhere')))"""


def places_for(reach: Reach, *levels: str, under: str = "") -> QuerySet[Region]:
    """The regions of some levels within the regions of a reach, for whoever acts by the word of the page; by code."""
    found = Region.objects.filter(covered(reach, "code"), level__in=levels, code__startswith=under)
    return found.extra(where=[CHOSEN_FROM]).order_by("code")
