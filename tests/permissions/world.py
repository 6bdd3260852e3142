"""Two sides that must never see each other: an agency, a street, a centre, a contract with all that hangs on it, each.

Every text of a side carries its canary, so that a word of one side in an answer to the other is found wherever it stands.
"""
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from jiazong.commission.contracts import actions as commission
from jiazong.commission.contracts.models import Assignment, Contract
from jiazong.commission.contracts.rules import ContractSpec, HoursSpec, IndicatorSpec, StaffSpec
from jiazong.ground.access import actions as access
from jiazong.ground.access import table
from jiazong.ground.accounts.models import Account
from jiazong.ground.attachments.models import File
from jiazong.ground.papers.models import OwnTemplate
from jiazong.ground.transparency import actions as transparency
from jiazong.ledger.books.models import Book
from jiazong.ledger.books.tests.books import read
from jiazong.ledger.hours import actions as ledger
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.rules.entry import Draft
from jiazong.people.places import actions as places
from jiazong.people.places.models import Room, RoomType
from jiazong.people.staff import actions as staffing
from jiazong.people.staff.models import PostKind, Worker
from tests.permissions import attached
from tests.permissions import casework as casework_of
from tests.permissions import catalogue as catalogue_of
from tests.permissions import commissioning as commissioning_of
from tests.permissions import families as families_of
from tests.permissions import frontdesk as desk_of
from tests.permissions import money as money_of
from tests.permissions import register as restricted
from tests.permissions import rights as rights_of
from tests.permissions import staffing as staffing_of

HERE, ENDED, TO_COME, ELSEWHERE = "here", "ended", "to_come", "elsewhere"
FIRST_DAY, LAST_DAY, CLOSED_MONTH, OPEN_MONTH = date(2025, 1, 1), date(2025, 12, 31), date(2025, 3, 1), date(2025, 4, 1)
AT_A_CENTRE = ("reception", "social_worker", "supervisor", "centre_director")
# What a colleague wrote: those who see only their own lines must not find it in any list of lines.
COLLEAGUE = "白鹳"
# Two leaves of the evidence log are sequenced before anything else, so that its public addresses have something to tell.
LOG_SIZE = 2
numbers = count(1)


@dataclass
class Side:
    """One half of the world; `canary` stands in its names, `latin` in its codes."""

    canary: str
    latin: str
    county: str
    contract: Contract = None
    colleague: Worker = None
    shared: Posting = None
    book: Book = None
    read_book: Book = None
    own: dict[str, Posting] = field(default_factory=dict)
    desk: desk_of.FrontDesk = None
    catalogue: catalogue_of.Catalogue = None
    register: restricted.Register = None
    casework: casework_of.Casework = None
    rights: rights_of.Rights = None
    staffed: staffing_of.Staffed = None
    families: families_of.Families = None
    commissioning: commissioning_of.Commissioning = None
    file: File = None
    template: OwnTemplate = None
    money: money_of.Money = None
    files: dict[str, File] = field(default_factory=dict)

    @property
    def scopes(self) -> dict[str, tuple[str, str]]:
        """Role → the scope in which this side lies within its reach."""
        centre = self.contract.centre
        at_centre = dict.fromkeys(AT_A_CENTRE, ("centre", centre.code))
        return at_centre | {
            "agency_office": ("agency", centre.agency_id),
            "privacy_officer": ("agency", centre.agency_id),
            "street_office": ("region", centre.region_id),
            "district_bureau": ("region", self.county),
            "city_bureau": ("region", self.county[:4]),
            "administrator": ("everywhere", ""),
            "panel_member": ("region", self.county),
        }


@dataclass(frozen=True)
class Person:
    """Somebody who signs in: the role, how it stands towards the first side, the account."""

    role: str
    state: str
    account: Account

    def __str__(self) -> str:
        return f"{self.role} ({self.state})"


@dataclass
class World:
    ours: Side
    theirs: Side
    people: list[Person]

    def person(self, role: str, state: str = HERE) -> Person:
        return next(one for one in self.people if (one.role, one.state) == (role, state))


def build() -> World:
    """The whole world; two cities, so that not even a city's bureau reaches across."""
    transparency.append_many("release", ((f"release:{number}", {}, None) for number in range(LOG_SIZE)))
    transparency.sequence()
    ours = Side("朱鹮", "zhuhuan", "440103")
    theirs = Side("鸬鹚", "luci", "440402")
    for side in (ours, theirs):
        _furnish(side)
    return World(ours, theirs, [_person(ours, theirs, role, state) for role in table.roles() for state in _states()])


def _states() -> Iterator[str]:
    yield from (HERE, ENDED, TO_COME, ELSEWHERE)


def _furnish(side: Side) -> None:
    side.contract = commission.load_contract(_spec(side), by=None).contract
    centre, name = side.contract.centre, side.canary
    places.describe_centre(centre, by=None, premises=f"{name}路 1 号", idea=f"{name}理念", phone="020-8000 0000")
    places.set_rooms(centre, [Room(centre=centre, type=RoomType.objects.get(code="office"), name=f"{name}室")], by=None)
    side.colleague = Worker.objects.get(centre=centre, name=f"{name}同事")
    staffing.write_identity(side.colleague, by=None, phone="13800001234")
    staffing.add_certificate(side.colleague, kind="社会工作师", number=f"{side.latin}-001", by=None)
    side.shared = _post(side, side.colleague, f"{name}{COLLEAGUE}")
    _post(side, side.colleague, f"{name}{COLLEAGUE}", day=OPEN_MONTH)
    ledger.close_month(side.contract, CLOSED_MONTH, by=None)
    row = ("2025-05-06", "探访", f"{name}入户", f"{name}同事", 1, 0, 1)
    refused = ("2025-05-07", "探访", f"{name}没有这个人", f"{name}生人", 1, 0, 1)
    side.read_book = read(side.contract, [row, refused], name=f"{name}台账.xlsx")
    side.book = side.read_book
    side.register = restricted.furnish(centre, side.colleague, name)
    side.casework = casework_of.furnish(centre, name)
    side.rights = rights_of.furnish(centre, name)
    side.staffed = staffing_of.furnish(side.colleague, name, COLLEAGUE)
    side.families = families_of.furnish(centre, name)
    side.desk = desk_of.furnish(centre, side.colleague, name)
    side.catalogue = catalogue_of.furnish(centre, side.county, name)
    side.money = money_of.furnish(side.contract, name)
    side.commissioning = commissioning_of.furnish(side.contract, name, side.latin)
    side.template = attached.keep_template(centre, name)
    side.file = attached.attach(centre, None, f"{name}{COLLEAGUE}")


def _spec(side: Side) -> ContractSpec:
    name = side.canary
    return ContractSpec(
        code=f"{side.latin}-2025", centre_code=side.latin, centre_name=f"{name}街家综", region=side.county,
        agency=f"{name}社工中心", purchaser=f"{name}街街道办事处", first_day=FIRST_DAY, last_day=LAST_DAY,
        year=1, of_years=3, is_trial=True, budget_fen=200_000_000,
        hours=HoursSpec(2, 3_920 * 60, 3_264 * 60, Decimal(110)),
        staff=(StaffSpec(f"{name}同事", "social_worker", True),),
        methods=("探访", f"{name}小组"),
        indicators=(
            IndicatorSpec("visits", f"{name}探访", "探访", "户次", "rows", 100),
            IndicatorSpec("groups", f"{name}小组", f"{name}小组", "节", "rows", 50),
        ),
    )  # fmt: skip


def _post(side: Side, worker: Worker, words: str, *, day: date = CLOSED_MONTH) -> Posting:
    method = side.contract.methods.get(name="探访")
    draft = Draft(worker.pk, method.pk, day, 60, 0, 1, title=f"{words}标题", note=f"{words}备注", field=f"{side.canary}领域")
    return ledger.post(side.contract, draft, by=None)


def _person(ours: Side, theirs: Side, role: str, state: str) -> Person:
    """A person with one membership: here today, here until yesterday, here from tomorrow, or on the other side."""
    side, today = theirs if state == ELSEWHERE else ours, timezone.localdate()
    number = next(numbers)
    account = Account.objects.create(login=f"{side.latin}-{number}", name=f"{side.canary}{number}号")
    kind, code = side.scopes[role]
    on = today + timedelta(days=1) if state == TO_COME else FIRST_DAY
    until = today - timedelta(days=1) if state == ENDED else None
    access.admit(account, role=role, scope_kind=kind, scope_code=code, by=None, on=on, until=until)
    if role in AT_A_CENTRE:
        _employ(side, role, state, account)
    elif role == "privacy_officer":
        side.casework.let_see(f"{role} ({state})", account)
    elif role == "panel_member":
        side.commissioning.employ(f"{role} ({state})", account)
        side.catalogue.employ(f"{role} ({state})", account)
    return Person(role, state, account)


def _employ(side: Side, role: str, state: str, account: Account) -> None:
    kind = PostKind.objects.get(code="social_worker")
    worker = staffing.engage_worker(
        side.contract.centre, name=account.name, kind=kind, by=None, on=FIRST_DAY, account=account
    )
    Assignment.objects.create(contract=side.contract, worker=worker, is_professional=True)
    side.own[f"{role} ({state})"] = _post(side, worker, f"{side.canary}自己")
    side.register.employ(f"{role} ({state})", role, worker, side.colleague)
    side.casework.employ(f"{role} ({state})", role, worker)
    side.rights.employ(f"{role} ({state})", account)
    side.staffed.employ(f"{role} ({state})", worker)
    side.desk.employ(f"{role} ({state})", account)
    if role != "reception":
        side.files[f"{role} ({state})"] = attached.attach(side.contract.centre, account, f"{side.canary}自己")


__all__ = ["COLLEAGUE", "ELSEWHERE", "ENDED", "HERE", "TO_COME", "Person", "Side", "World", "build"]
