"""Opens the invented centres with their profile, rooms, hours, agencies and people, through the house's own actions."""
from dataclasses import dataclass
from datetime import date, time
from random import Random

from jiazong.commission.contracts import actions as contracts
from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import read_contract
from jiazong.ground.accounts.models import Account
from jiazong.people.places import actions as places
from jiazong.people.places.models import Body, Centre, OpeningHours, Region, Room, RoomType
from jiazong.people.staff import actions as staffing
from jiazong.people.staff.models import PostKind
from jiazong.run.demo import sites, tables
from jiazong.run.demo.sites import Site

CITY = "4401"
FEN = 100


@dataclass
class Ground:
    """What every centre of the demonstration stands on: counties of the city, agencies, kinds of rooms and posts."""

    counties: list[Region]
    agencies: list[Body]
    room_types: dict[str, RoomType]
    posts: dict[str, PostKind]


def prepare_ground(scale: sites.Scale) -> Ground:
    """The counties the invented streets are put beneath, and the invented agencies."""
    counties = list(Region.objects.filter(parent_code=CITY, level="county").order_by("code")[: scale.counties])
    names = [row["name"] for row in tables.read("agencies")][: scale.agencies]
    return Ground(
        counties=counties,
        agencies=[places.ensure_body(Body.AGENCY, name=name, region=None, by=None) for name in names],
        room_types=RoomType.objects.in_bulk(),
        posts=PostKind.objects.in_bulk(),
    )


def open_site(site: Site, ground: Ground, *, on: date, accounts: dict[str, Account], rng: Random) -> Centre:
    """Open one centre with its profile, rooms and opening hours, and engage those of its people who sign in."""
    street = places.ensure_street(ground.counties[site.county], office=site.office, as_of=on)
    agency = ground.agencies[site.agency]
    centre = places.open_centre(site.code, name=site.centre_name, region=street, agency=agency, by=None)
    places.describe_centre(centre, by=None, **_profile(site, rng))
    places.set_rooms(centre, _rooms(centre, ground, rng), by=None)
    places.set_opening_hours(centre, _opening(centre), by=None)
    for post, name in zip(tables.read("posts"), site.staff, strict=True):
        if account := accounts.get(name):
            staffing.engage_worker(centre, name=name, kind=ground.posts[post["post"]], by=None, on=on, account=account)
    return centre


def sign_contract(site: Site, centre: Centre, term: tuple[date, date], *, is_past: bool) -> Contract:
    """Load the contract of one term, as its contract file says it."""
    said = sites.contract_file(site, term, region=centre.region_id, agency=centre.agency.name, is_past=is_past)
    return contracts.load_contract(read_contract(said), by=None).contract


def certify(centre: Centre, site: Site, rng: Random) -> None:
    """Write down the certificates of the centre's staff."""
    kinds = dict(zip(site.staff, (post["certificate"] for post in tables.read("posts")), strict=True))
    kinds[site.successor] = kinds[site.leaver]
    for worker in centre.workers.order_by("pk"):
        if kind := kinds[worker.name]:
            issued = date(rng.randrange(2014, 2024), rng.randrange(1, 13), rng.randrange(1, 28))
            number = f"DEMO{issued:%Y%m}{worker.pk % 10_000:04}"
            staffing.add_certificate(worker, kind=kind, number=number, by=None, issued_on=issued)


def _profile(site: Site, rng: Random) -> dict[str, object]:
    texts = {row["field"]: row["text"] for row in tables.read("profile")}
    points = rng.randrange(2, 6)
    return {
        "founded_on": date(rng.randrange(2011, 2019), rng.randrange(1, 13), 1),
        "premises": f"{site.street}{rng.choice('春兰松菊荷')}苑路 {rng.randrange(2, 90)} 号 {rng.randrange(1, 4)} 楼",
        "phone": f"020-8800 {rng.randrange(100, 10_000):04}",
        "area_m2": rng.randrange(80, 180) * 10,
        "construction_fen": rng.randrange(40, 120) * 10_000 * FEN,
        "fit_out_fen": rng.randrange(15, 60) * 10_000 * FEN,
        **{field: text.format(street=site.street, points=points) for field, text in texts.items()},
    }


def _rooms(centre: Centre, ground: Ground, rng: Random) -> list[Room]:
    return [
        Room(centre=centre, type=ground.room_types[row["type"]], area_m2=round(int(row["area_m2"]) * (0.8 + rng.random() * 0.5)))
        for row in tables.read("rooms")
        if row["always"] == "1" or rng.random() < 0.5
    ]


def _opening(centre: Centre) -> list[OpeningHours]:
    return [
        OpeningHours(
            centre=centre,
            weekday=int(row["weekday"]),
            opens=time.fromisoformat(row["opens"]),
            closes=time.fromisoformat(row["closes"]),
        )
        for row in tables.read("opening")
    ]
