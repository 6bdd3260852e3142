"""Invented streets, agencies, centres and the people who sign in there."""
from datetime import date, time
from itertools import count

from jiazong.ground.access import actions as access
from jiazong.ground.accounts.models import Account
from jiazong.people.places import actions
from jiazong.people.places.models import Body, Centre, OpeningHours, Region, Room, RoomType

SINCE = date(2025, 1, 1)
numbers = count(1)


def street(name: str = "青禾街", *, county: str = "440103") -> Region:
    """A street beneath a county of the loaded list, with a local code."""
    return actions.ensure_street(Region.objects.get(code=county), office=f"{name}街道办事处", as_of=SINCE)


def agency(name: str = "青禾社会工作服务中心") -> Body:
    return actions.ensure_body(Body.AGENCY, name=name, region=None, by=None)


def centre(code: str = "qinghe", *, name: str = "", region: Region | None = None, run_by: Body | None = None) -> Centre:
    return actions.open_centre(
        code, name=name or f"{code}家庭综合服务中心", region=region or street(), agency=run_by or agency(), by=None
    )


def account(name: str = "周敏仪") -> Account:
    """Somebody who can sign in; the password is of no use, tests sign in by force."""
    return Account.objects.create(login=f"person-{next(numbers)}", name=name)


def member(role: str, kind: str, code: str, *, on: date = SINCE, until: date | None = None) -> Account:
    """Somebody who holds a role in a centre, an agency or a region."""
    person = account()
    access.admit(person, role=role, scope_kind=kind, scope_code=code, by=None, on=on, until=until)
    return person


def director(of: Centre) -> Account:
    return member("centre_director", "centre", of.code)


def room(of: Centre, *, type: str = "office", name: str = "201", area_m2: int | None = 60) -> Room:
    return Room.objects.create(centre=of, type=RoomType.objects.get(code=type), name=name, area_m2=area_m2)


def hours(of: Centre, weekday: int, opens: time, closes: time) -> OpeningHours:
    return OpeningHours.objects.create(centre=of, weekday=weekday, opens=opens, closes=closes)
