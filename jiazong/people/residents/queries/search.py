"""Finding people by what reception types: name, pinyin, initials, outside number, block and room.

Under row-level security only comparisons that leak nothing may use an index, so every way of typing a name is a row of its
own and a search is a range of the index: one for each centre. Numbers that lie sealed are looked up through `actions.finding`.
"""
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection

from jiazong.ground.access.plans import kept_plans
from jiazong.people.residents.models import Household, Person
from jiazong.people.residents.rules import doors, names

MOST, EACH = 20, 40
DOOR, PHONE, ID_NUMBER = "door", "phone", "id_number"
_END = "\U0010ffff"
# From its first syllable on, and then inside: of each as many as a page can show, in the order of the index.
RANGE = """
SELECT way.turn, found.* FROM unnest(%s::text[]) here(code)
CROSS JOIN unnest(%s::int[], %s::text[], %s::text[], %s::text[]) way(turn, kind, first, beyond) CROSS JOIN LATERAL (
  (SELECT person_id, key, place FROM residents_searchkey
   WHERE centre_id = here.code AND kind = way.kind AND key >= way.first AND key < way.beyond AND place = 0 ORDER BY key LIMIT %s)
  UNION ALL
  (SELECT person_id, key, place FROM residents_searchkey
   WHERE centre_id = here.code AND kind = way.kind AND key >= way.first AND key < way.beyond AND place > 0 ORDER BY key, place LIMIT %s)
) found
"""
IN_BLOCK = """
SELECT id, room, community, estate FROM residents_household
WHERE centre_id = ANY(%s) AND block = ANY(%s) AND ended_on IS NULL ORDER BY created_at DESC
"""
SHOWN = """
SELECT person.id, person.name, person.sex, person.born_on, person.is_birth_estimated, person.centre_id, person.outside_number,
  person.died_on, home.id, home.code, home.community, home.estate, home.block, person.same_as_id
FROM residents_person person
LEFT JOIN residents_residence lives ON lives.person_id = person.id AND lives.last_day IS NULL
LEFT JOIN residents_household home ON home.id = lives.household_id
WHERE person.id = ANY(%s)
"""
LIVING_IN = """
SELECT person_id FROM residents_residence WHERE household_id = ANY(%s) AND last_day IS NULL ORDER BY is_head DESC, first_day, id
"""


@dataclass(frozen=True)
class Found:
    """Somebody found: who, of which family, by what (n name, p pinyin, i initials, o outside number, door, phone, id_number)."""

    person_id: UUID
    name: str
    sex: str
    born_on: date | None
    is_birth_estimated: bool
    centre: str
    outside_number: str
    died_on: date | None
    household_id: UUID | None
    household_code: str
    community: str
    estate: str
    block: str
    by: str = field(compare=False)
    is_exact: bool = field(compare=False)


def find(centres: Collection[str], text: str, *, most: int = MOST) -> list[Found]:
    """Those of these centres whom a typed text may mean, most exact first, at most `most`; linked doubles show the one kept."""
    if not centres:
        return []
    with kept_plans():  # planning the policies anew takes three times as long as looking
        ranked = _by_key(centres, text) or [(one, DOOR, True) for one in _at_door(centres, doors.read(text), most)]
        return shown(ranked, most=most)


def shown(ranked: Iterable[tuple[UUID, str, bool]], *, most: int = MOST) -> list[Found]:
    """People by their numbers in this order, each once, with their present family; those linked as doubles as the one kept."""
    first: dict[UUID, tuple[str, bool]] = {}
    for person, by, exact in ranked:
        first.setdefault(person, (by, exact))
    wanted = dict(list(first.items())[: most * 2])
    told = _told(list(wanted))
    kept = _told([row[-1] for row in told.values() if row[-1] and row[-1] not in told]) | told
    found: dict[UUID, Found] = {}
    for person, (by, exact) in wanted.items():
        row = told.get(person)
        row = kept.get(row[-1]) if row and row[-1] else row
        if row and row[0] not in found:
            found[row[0]] = Found(*row[:8], row[8], *(text or "" for text in row[9:13]), by, exact)
    return list(found.values())[:most]


def _told(people: list[UUID]) -> dict[UUID, tuple]:
    if not people:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [people])
        return {row[0]: row for row in cursor.fetchall()}


def _by_key(centres: Collection[str], text: str) -> list[tuple[UUID, str, bool]]:
    ways = names.asked(text)
    if not ways:
        return []
    turns, begins = list(range(len(ways))), [text for _, text in ways]
    facts = [list(centres), turns, [kind for kind, _ in ways], begins, [text + _END for text in begins], EACH, EACH]
    with connection.cursor() as cursor:
        cursor.execute(RANGE, facts)
        hits = [(_rank(turn, key, place, ways[turn][1]), person, ways[turn][0], key) for turn, person, key, place in cursor.fetchall()]
    return [(person, kind, rank[0] == 0) for rank, person, kind, _ in sorted(hits, key=lambda hit: (hit[0], hit[3], str(hit[1])))]


def _rank(turn: int, key: str, place: int, begins: str) -> tuple[int, int]:
    """A whole name or number first, then a name that begins so, then a given name, then what only holds it; lower is better."""
    whole = key == begins
    begun = place in (0, names.OTHER_READING)
    return (0 if whole and not place else 1 if begun else 2 if whole else 3, turn)


def _at_door(centres: Collection[str], door: doors.Door, most: int) -> list[UUID]:
    """Those who live behind a door; the rooms of the block are opened here and compared."""
    if not door.block:
        return []
    with connection.cursor() as cursor:
        cursor.execute(IN_BLOCK, [list(centres), doors.block_spellings(door.block)])
        homes = [home for home in cursor.fetchall() if _is_place(door.place, home[2], home[3])]
        column = Household._meta.get_field("room")
        if door.room:
            homes = [home for home in homes if doors.same_room(door.room, column.unseal(home[0], bytes(home[1]), None))]
        cursor.execute(LIVING_IN, [[home[0] for home in homes[:most]]])
        return [person for (person,) in cursor.fetchall()]


def _is_place(place: str, community: str, estate: str) -> bool:
    """Whether what stands before the block names this community or estate; nothing names all."""
    own = doors.folded(community) + doors.folded(estate)
    return not place or place in own or bool(estate) and doors.folded(estate) in place or bool(community) and doors.folded(community) in place


def by_index(centres: Collection[str], column: str, indexes: list[bytes]) -> list[UUID]:
    """People of these centres whose ID number, phone or phone tail lies under one of these blind indexes, newest first."""
    if column == "id_number":
        found = Person.objects.filter(centre_id__in=centres, id_number_index__in=indexes)
        return list(found.order_by("-created_at").values_list("pk", flat=True)[:MOST])
    asked = {f"phones__{column}_index__in": indexes}
    return list(Person.objects.filter(centre_id__in=centres, **asked).order_by("-created_at").values_list("pk", flat=True)[:MOST])
