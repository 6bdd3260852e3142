"""A survey, a round with proposals, a catalogue, a centre to come, on one side of the world; all bear its canary."""
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from jiazong.commission.catalogue.actions import items, needs, public, rollout, rounds
from jiazong.commission.catalogue.models import (
    Answer,
    Edition,
    Item,
    ItemEvent,
    Pair,
    Proposal,
    Round,
    Seat,
    Site,
    Survey,
)
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre, Region


@dataclass
class Catalogue:
    """What each screen of the catalogue is opened with."""

    survey: Survey
    of_street: Survey
    open_survey: Survey
    round: Round
    own: dict[str, Proposal]
    pair: Pair
    item: Item
    edition: Edition
    site: Site
    seat: Seat
    seats: dict[str, Seat] = field(default_factory=dict)

    def seat_of(self, person: object) -> Seat:
        return self.seats.get(str(person), self.seat)

    def employ(self, name: str, account: Account) -> None:
        """Somebody sits on the panel of the round."""
        self.seats[name] = _seat(self.round, account)

    def survey_of(self, role: str) -> Survey:
        """A street changes the survey it began itself; that of the district only takes its forms."""
        return self.of_street if role == "street_office" else self.survey

    def proposal_of(self, role: str) -> Proposal:
        """The agency's own proposal for the agency, the street's for all others."""
        return self.own["agency" if role == "agency_office" else "street"]


def furnish(centre: Centre, county: str, name: str) -> Catalogue:
    """Everything of the catalogue for one side."""
    today, region, street = timezone.localdate(), Region.objects.get(code=county), centre.region
    survey = needs.begin_survey(
        region, title=f"{name}调查", first_day=today - timedelta(days=9), last_day=today + timedelta(days=9), places=2,
        needs=[f"{name}助餐", f"{name}陪诊"], groups=[f"{name}长者"], planned=[(street, 3)], by=None,
    )  # fmt: skip
    of_street = needs.begin_survey(
        street, title=f"{name}街调查", first_day=today, last_day=today, places=1, needs=[f"{name}助餐"], groups=[f"{name}长者"],
        planned=[(street, 3)], by=None,
    )  # fmt: skip
    stratum = survey.strata.get()
    needs.take_form(survey, needs.Form(f"{name}1", stratum, Answer.PAPER, today, [survey.needs.first().pk]), by=None)
    found = rounds.open_round(region, year=today.year, title=f"{name}征集", opens_on=today, closes_on=today + timedelta(days=9), panel="", by=None)
    agency, office = ({"proposer_kind": kind, "proposer": f"{name}提出"} for kind in (Proposal.AGENCY, Proposal.DEPARTMENT))
    where = {"region": street, "on": today, "by": None}
    own = {
        "agency": rounds.propose(found, _facts(name, "甲"), agency=centre.agency, **agency, **where),
        "street": rounds.propose(found, _facts(name, "乙"), agency=None, **office, **where),
    }
    pair = Pair.objects.create(round=found, first=own["agency"], second=own["street"], permille=900)
    item = Item.objects.create(region=region, listed_on=today, **_facts(name, "丙"))
    ItemEvent.objects.create(item=item, kind="listed", day=today)
    past = Round.objects.create(region=region, year=today.year - 1, title=f"{name}去年", opens_on=today - timedelta(days=300), closes_on=today - timedelta(days=200))
    edition = items.publish(past, issued_by=f"{name}民政局", title=f"{name}目录", on=today, by=None)
    rollout.set_target(region, first_year=today.year, last_year=today.year, centres=4, source=f"{name}规划", by=None)
    site = rollout.plan_site(street, name=f"{name}新站", year=today.year, planned_on=today, served=[], by=None)
    seat = _seat(found, Account.objects.create(login=f"seat-{county}", name=f"{name}评审"))
    return Catalogue(survey, of_street, _open_to_all(region, street), found, own, pair, item, edition, site, seat)


def _open_to_all(region: Region, street: Region) -> Survey:
    """A survey for everybody: no word of the side is in it."""
    today = timezone.localdate()
    made = needs.begin_survey(
        region, title="人人可填的调查", first_day=today, last_day=today, places=1, needs=["助餐"], groups=["长者"], planned=[(street, 3)], by=None,
    )  # fmt: skip
    public.open_to_public(made, by=None)
    return Survey.objects.get(pk=made.pk)


def _seat(of: Round, account: Account) -> Seat:
    return Seat.objects.create(round=of, region_id=of.region_id, account=account, name=account.name)


def _facts(name: str, letter: str) -> dict[str, Any]:
    return {
        "title": f"{name}项目{letter}", "category": f"{name}类", "kind": "project", "users": f"{name}长者", "need": f"{name}需要",
        "purchaser": f"{name}民政局", "city_percent": 50, "district_percent": 50,
    }  # fmt: skip
