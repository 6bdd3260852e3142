import csv
import io
from collections import Counter
from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from django.db import transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.pinyin import initials as initials_of
from jiazong.people.places import rules
from jiazong.people.places.models import Body, Centre, OpeningHours, Region, Room


class UnknownRegion(ValueError):
    """A region code that is not in the loaded divisions."""


class BadRegionList(ValueError):
    """A list of regions that cannot be read; the message says which line and why."""


@transaction.atomic
def load_regions(text: str, *, as_of: date, source: str, by: Account | None) -> int:
    """Load a list of divisions (columns code, name, level); a code that is there gets the newer name. Gives how many."""
    reader = csv.DictReader(io.StringIO(text))
    if not {"code", "name", "level"} <= set(reader.fieldnames or []):
        raise BadRegionList("the first line must name the columns code, name and level")
    rows = [_region(line, number, as_of, source) for number, line in enumerate(reader, start=2)]
    Region.objects.bulk_create(
        rows,
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent_code", "as_of", "source", "is_local"],
    )
    if rows:
        chronicle.record("places.regions_loaded", rows[0], by=by, regions=len(rows), source=source)
    return len(rows)


def _region(line: dict[str, str], number: int, as_of: date, source: str) -> Region:
    code, name = (line["code"] or "").strip(), (line["name"] or "").strip()
    if not code.isdigit() or len(code) not in rules.LEVEL_OF_LENGTH or not name:
        raise BadRegionList(f"line {number}: the code {code!r} must have 2, 4, 6, 9 or 12 digits and a name beside it")
    level = rules.LEVEL_OF_LENGTH[len(code)]
    return Region(code=code, name=name, level=level, parent_code=rules.parent_code(code), as_of=as_of, source=source)


@transaction.atomic
def ensure_body(kind: str, *, name: str, region: Region | None, by: Account | None) -> Body:
    """The agency or office of this name; a new one gets a code from the initials of its name."""
    found = Body.objects.filter(kind=kind, name=name).first()
    if found:
        return found
    initials = initials_of(name)[:24] or kind
    taken = set(Body.objects.filter(code__startswith=initials).values_list("code", flat=True))
    code = next(c for n in range(1, 10_000) if (c := initials if n == 1 else f"{initials}-{n}") not in taken)
    body = Body.objects.create(code=code, kind=kind, name=name, region=region)
    chronicle.record("places.body_added", body, by=by, kind=kind)
    return body


@transaction.atomic
def ensure_street(county: Region, *, office: str, as_of: date) -> Region:
    """The street an office stands for, beneath a county; one that the loaded list lacks gets a local code."""
    place = rules.street_named_by(office)
    streets = list(Region.objects.select_for_update().filter(parent_code=county.code, level="street"))
    for street in streets:
        if rules.same_street(street.name, place):
            return street
    code = rules.next_local_code(county.code, [street.code for street in streets if street.is_local])
    return Region.objects.create(
        code=code, name=place, level="street", parent_code=county.code, as_of=as_of, source="合同写明", is_local=True
    )


@transaction.atomic
def open_centre(code: str, *, name: str, region: Region, agency: Body, by: Account | None) -> Centre:
    """Write down a new centre with the agency that runs it."""
    centre = Centre.objects.create(code=code, name=name, region=region, agency=agency)
    chronicle.record("places.centre_opened", centre, by=by, agency=agency.code)
    return centre


@transaction.atomic
def describe_centre(centre: Centre, *, by: Account | None, **profile: object) -> Centre:
    """Change what the centre's profile says; the names of the changed fields are kept in the chronicle."""
    changed = [name for name, value in profile.items() if getattr(centre, name) != value]
    for name in changed:
        setattr(centre, name, profile[name])
    if changed:
        centre.save(update_fields=changed)
        chronicle.record("places.centre_described", centre, by=by, fields=sorted(changed))
    return centre


@transaction.atomic
def set_rooms(centre: Centre, rooms: Iterable[Room], *, by: Account | None) -> None:
    """Replace the list of the centre's function rooms; a list that says the same as before changes nothing."""
    wanted, held = list(rooms), _held(centre).rooms.all()
    if _facts(held, "type_id", "name", "area_m2") == _facts(wanted, "type_id", "name", "area_m2"):
        return
    held.delete()
    Room.objects.bulk_create(wanted)
    chronicle.record("places.rooms_set", centre, by=by, rooms=len(wanted))


@transaction.atomic
def set_opening_hours(centre: Centre, hours: Iterable[OpeningHours], *, by: Account | None) -> None:
    """Replace the week's opening hours of a centre; hours that say the same as before change nothing."""
    wanted, held = list(hours), _held(centre).opening_hours.all()
    if _facts(held, "weekday", "opens", "closes") == _facts(wanted, "weekday", "opens", "closes"):
        return
    held.delete()
    OpeningHours.objects.bulk_create(wanted)
    chronicle.record("places.opening_hours_set", centre, by=by, periods=len(wanted))


def _held(centre: Centre) -> Centre:
    """The centre, kept for this transaction: of two who replace a list at once, the second waits for the first."""
    return Centre.objects.select_for_update().get(pk=centre.pk)


def _facts(rows: Iterable[Room | OpeningHours], *names: str) -> Counter:
    return Counter(attrgetter(*names)(row) for row in rows)
