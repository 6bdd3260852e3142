"""An invented district with its bureau, two streets, an agency, a survey, a round, a project of the catalogue, a centre to come."""
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from jiazong.commission.catalogue.actions import needs, rollout, rounds
from jiazong.commission.catalogue.models import Answer, Item, ItemEvent, Pair, Proposal, Round, Site, Survey
from jiazong.commission.catalogue.rules import removal
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Body, Centre, Region
from jiazong.people.places.tests import factories as place

NEEDS = ("助餐", "陪诊", "日间照料", "心理支持", "就业辅导")
GROUPS = ("老人", "青少年")


@dataclass
class District:
    """Everybody who has to do with the catalogue of one district."""

    region: Region
    street: Region
    other: Region
    centre: Centre
    agency: Body
    bureau: Account
    city: Account
    office: Account
    office_2: Account
    agent: Account


def today() -> date:
    return timezone.localdate()


def district(county: str = "440103", *, name: str = "青禾") -> District:
    """A district with two streets, each with its office; an agency works in the first."""
    region = Region.objects.get(code=county)
    street, other = place.street(f"{name}街", county=county), place.street(f"{name}南街", county=county)
    centre = place.centre(f"{name}-c", region=street, run_by=place.agency(f"{name}社工中心"))
    return District(
        region, street, other, centre, centre.agency,
        bureau=place.member("district_bureau", "region", county), city=place.member("city_bureau", "region", county[:4]),
        office=place.member("street_office", "region", street.code), office_2=place.member("street_office", "region", other.code),
        agent=place.member("agency_office", "agency", centre.agency_id),
    )  # fmt: skip


def survey(of: District, *, title: str = "需求调查", needs_asked: tuple[str, ...] = NEEDS, planned: int = 2) -> Survey:
    """A survey of both streets that runs today."""
    return needs.begin_survey(
        of.region, title=title, first_day=today() - timedelta(days=30), last_day=today() + timedelta(days=30), places=3,
        needs=needs_asked, groups=GROUPS, planned=[(of.street, planned), (of.other, planned)], by=of.bureau,
    )  # fmt: skip


def answer(of: Survey, street: Region, *, serial: str, ranked: tuple[int, ...], group: str = "老人") -> Answer:
    """One form; `ranked` names needs by their numbers."""
    stratum = of.strata.get(region=street, group__name=group)
    by_number = dict(of.needs.values_list("order", "pk"))
    form = needs.Form(serial, stratum, Answer.PAPER, today(), [by_number[one] for one in ranked])
    needs.take_form(of, form, by=None)
    return Answer.objects.get(survey=of, region=street, serial=serial)


def round_(of: District, *, ends: int = 10, title: str = "征集") -> Round:
    """A round of this year that began 20 days ago and ends in so many days (below zero: ended)."""
    return rounds.open_round(
        of.region, year=today().year, title=title, opens_on=today() - timedelta(days=20), closes_on=today() + timedelta(days=ends), panel="", by=of.bureau
    )  # fmt: skip


FACTS = {
    "title": "独居长者助餐", "category": "老年人", "kind": "project", "users": "独居长者", "need": "腿脚不便，做饭困难",
    "purchaser": "区民政局", "city_percent": 40, "district_percent": 60,
}  # fmt: skip


def proposal(of: District, in_round: Round, *, region: Region | None = None, agency: Body | None = None, **facts: object) -> Proposal:
    """A proposal as if it had come in time."""
    kind, name = (Proposal.AGENCY, agency.name) if agency else (Proposal.DEPARTMENT, "区残联")
    return rounds.propose(
        in_round, FACTS | facts, region=region or of.street, proposer_kind=kind, proposer=name, agency=agency,
        on=in_round.opens_on if not in_round.closes_on < today() else in_round.closes_on, by=None,
    )  # fmt: skip


def pair(of: Round, first: Proposal, second: Proposal) -> Pair:
    return Pair.objects.create(round=of, first=first, second=second, permille=700)


def item(of: District, *, title: str = "青春驿站", listed_on: date | None = None) -> Item:
    """A project that stands in the catalogue since a day."""
    day = listed_on or today() - timedelta(days=100)
    made = Item.objects.create(region=of.region, listed_on=day, **FACTS | {"title": title})
    ItemEvent.objects.create(item=made, kind=removal.LISTED, day=day)
    return made


def site(of: District, *, region: Region | None = None, name: str = "青禾南社区服务中心") -> Site:
    return rollout.plan_site(region or of.other, name=name, year=today().year, planned_on=today() - timedelta(days=200), served=[], by=of.bureau)


