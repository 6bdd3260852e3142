"""Tenders of one side: a draft, one being bid for, one being scored, one awarded to the own agency; what bidders and members of the panel wrote.

What the law publishes (the names of project and purchaser) holds no canary, for everybody may read it; what it does not does.
"""
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.commission.tenders.actions import bidding, deciding, judging, opening
from jiazong.commission.tenders.models import Inquiry, Notice, PanelMember, Signing, Tender
from jiazong.commission.tenders.tests import process as make
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Body

# What rivals wrote, and who else sits on the panel: whoever sees only the own must not find it.
RIVAL, JUDGE = "勺嘴鹬", "黑脸琵鹭"


@dataclass
class Commissioning:
    """The tenders of a side, and the seats of the people who sit on its panel."""

    draft: Tender
    bidding: Tender
    scoring: Tender
    notice: Notice
    inquiry: Inquiry
    seat: PanelMember
    ended: Tender
    ended_seat: PanelMember
    seats: dict[str, PanelMember] = field(default_factory=dict)
    ended_seats: dict[str, PanelMember] = field(default_factory=dict)

    def seat_of(self, person: object) -> dict[str, object]:
        return {"pk": self.seats.get(str(person), self.seat).pk}

    def ended_seat_of(self, person: object) -> PanelMember:
        return self.ended_seats.get(str(person), self.ended_seat)

    def employ(self, name: str, account: Account) -> None:
        """Somebody sits on the panel and has declared."""
        self.seats[name] = _seat(self.scoring, account)
        self.ended_seats[name] = _seat(self.ended, account)


def furnish(contract: Contract, canary: str, latin: str) -> Commissioning:
    """Tenders of an office of the contract's street, in which its agency and rivals bid."""
    region = contract.centre.region_id
    buyer = Body.objects.create(code=f"buyer-{region}", kind=Body.STREET_OFFICE, name=f"{region} 街道办事处", region_id=region)
    running, scoring = _published(f"t{region}-1", buyer), _published(f"t{region}-2", buyer)
    for tender in (running, scoring):
        bidding.submit_bid(tender, contract.agency, make.content(f"{canary}自己", price=1_950_000), by=None)
    rivals = [make.agency(f"{canary}{RIVAL}社工{n}") for n in range(3)]
    for one in rivals:
        bidding.submit_bid(scoring, one, make.content(f"{canary}{RIVAL}"), by=None)
    Signing.objects.create(
        tender=running, agency=contract.agency, contract=contract, contract_code=contract.code, centre_code=contract.centre_id,
        centre_name=contract.centre.name, signed_on=contract.first_day, first_day=contract.first_day, last_day=contract.last_day,
    )
    opening.open_bids(make.come_to_opening(scoring), by=None)
    inquiry = bidding.raise_inquiry(scoring, rivals[0], about="procedure", words=f"{canary}{RIVAL}质疑", by=None)
    account = Account.objects.create(login=f"{latin}-judge", name=f"{canary}{JUDGE}评委")
    seat = _seat(scoring, account)
    points = {(str(one.bid_id), item.pk): item.most - 1 for one in scoring.offers.all() for item in scoring.items.all()}
    judging.score(seat, points, by=account)
    drafted = make.drafting.draft(
        {"scope": f"{canary}街全域"}, code=f"{latin}-draft", name=f"{canary}草稿", kind="centre_project", method="comprehensive",
        purchaser=buyer, by=None,
    )
    ended, ended_seat = _awarded(f"t{region}-3", buyer, contract.agency, canary)
    return Commissioning(drafted, running, scoring, running.notices.get(), inquiry, seat, ended, ended_seat)


def _awarded(code: str, buyer: Body, winner: Body, canary: str) -> tuple[Tender, PanelMember]:
    """A tender whose panel has closed and which the own agency won; who else bid and sat there bears no secret."""
    tender = _published(code, buyer)
    bidding.submit_bid(tender, winner, make.content(f"{canary}自己"), by=None)
    for n in range(2):
        bidding.submit_bid(tender, make.agency(f"{canary}同行社工{n}"), make.content(f"{canary}同行"), by=None)
    opening.open_bids(make.come_to_opening(tender), by=None)
    seats = [_seat(tender, Account.objects.create(login=f"{code}-member-{n}", name=f"{canary}评委{n}")) for n in range(5)]
    make.scored(tender, seats)
    judging.close_scoring(tender, by=None)
    deciding.award(tender, by=None)
    tender.refresh_from_db()
    return tender, seats[0]


def _seat(tender: Tender, account: Account) -> PanelMember:
    made = PanelMember.objects.create(tender=tender, account=account, name=account.name)
    return judging.declare(made, has_conflict=False, words="", by=account)


def _published(code: str, buyer: Body) -> Tender:
    closes = timezone.localtime() + timedelta(days=21)
    made = make.drafting.draft({}, code=code, name="采购项目", kind="centre_project", method="comprehensive", purchaser=buyer, by=None)
    asked = make.asked(code, purchaser=buyer.name, name="采购项目")
    return make.drafting.publish(made, asked, notice_day=timezone.localdate(), closes_at=closes, opens_at=closes, by=None)
