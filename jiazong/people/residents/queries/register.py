"""The register read in sets: who may be meant by a book, who is compared with whom; sealed columns are opened in memory only."""
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db import connection
from django.db.models import Field

from jiazong.ground.privacy import keyring, sealing
from jiazong.ground.privacy.models import Key
from jiazong.ground.privacy.rules import normal
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Household, Person, Phone
from jiazong.people.residents.rules import doors, names
from jiazong.people.residents.rules.linkage import Record
from jiazong.people.residents.rules.matching import Known

NOTHING: frozenset[str] = frozenset()
# Who is meant by a number, an identity number, a name: three ranges of indexes.
MEANT = """
SELECT id FROM residents_person WHERE centre_id = %(centre)s AND outside_number = ANY(%(numbers)s)
UNION SELECT id FROM residents_person WHERE centre_id = %(centre)s AND id_number_index = ANY(%(ids)s)
UNION SELECT person_id FROM residents_searchkey WHERE centre_id = %(centre)s AND kind = 'n' AND place = 0 AND key = ANY(%(names)s)
"""
ALIKE = """
SELECT person_id FROM residents_searchkey WHERE centre_id = %(centre)s AND kind = 'p' AND place = 0 AND key = ANY(%(sounds)s)
UNION SELECT id FROM residents_person WHERE centre_id = %(centre)s AND id_number_index = ANY(%(ids)s)
UNION SELECT person_id FROM residents_phone WHERE centre_id = %(centre)s AND number_index = ANY(%(phones)s)
"""
PEOPLE = """
SELECT id, name, outside_number, sex, born_on, is_birth_estimated, died_on, id_kind, id_number, registration, languages,
  locked_at IS NOT NULL, same_as_id
FROM residents_person WHERE centre_id = %(centre)s AND (same_as_id IS NULL OR %(linked)s) {some} ORDER BY created_at, id
"""
KEPT = "SELECT same_as_id FROM residents_person WHERE id = ANY(%(some)s) AND same_as_id IS NOT NULL"
PHONES = "SELECT id, person_id, number FROM residents_phone WHERE centre_id = %(centre)s {some}"
# Where somebody lives, or lived last.
HOMES = """
SELECT DISTINCT ON (lives.person_id) lives.person_id, lives.household_id, lives.relation, lives.is_head FROM residents_residence lives
WHERE lives.centre_id = %(centre)s {some} ORDER BY lives.person_id, lives.last_day DESC NULLS FIRST
"""
HOUSEHOLDS = """
SELECT id, outside_number, community, estate, block, room, address FROM residents_household
WHERE centre_id = %(centre)s AND (%(households)s::uuid[] IS NULL OR id = ANY(%(households)s))
"""


def meant(centre: Centre, *, numbers: Collection[str], id_numbers: Collection[str], called: Collection[str]) -> list[Known]:
    """Everybody of a centre whom one of these outside numbers, identity numbers or names may mean."""
    facts = {"centre": centre.pk, "numbers": list(numbers), "names": [names.folded(name)[: names.LONGEST_KEY] for name in called]}
    facts["ids"] = indexes(centre, Person, "id_number_index", id_numbers)
    return people(centre, _asked(MEANT, facts), linked=True)


def alike(centre: Centre, *, called: Collection[str], id_numbers: Collection[str], phones: Collection[str]) -> list[Known]:
    """Everybody of a centre who is called so, has one of these identity numbers or telephones."""
    sounds = {"".join(said)[: names.LONGEST_KEY] for name in called for said in names.readings(name)}
    facts = {"centre": centre.pk, "sounds": list(sounds), "ids": indexes(centre, Person, "id_number_index", id_numbers)}
    facts["phones"] = indexes(centre, Phone, "number_index", phones)
    return people(centre, _asked(ALIKE, facts))


def _asked(statement: str, facts: dict) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return [row[0] for row in cursor.fetchall()]


def indexes(centre: Centre, model: type, column: str, texts: Iterable[str]) -> list[bytes]:
    """The blind indexes of many values of a column under every key of the agency, without a look of anybody's being spent:
    for system jobs that compare, never for what a person types."""
    field = model._meta.get_field(column)
    keys = keyring.readable(centre.agency_id, Key.INDEX)
    plain = {normal.normal(text, field.kind) for text in texts} - {""}
    return [sealing.index_with(key, model._meta.db_table, column, one) for key in keys for one in plain]


def people(centre: Centre, some: Collection[UUID] | None = None, *, linked: bool = False) -> list[Known]:
    """People of a centre with everything a book can tell of them; all of them, or those named.

    Of those linked as doubles only on demand; they have the telephones and the home of the one who is kept as well.
    """
    if some is not None and not some:
        return []
    return list(_people(centre, some, linked))


def _people(centre: Centre, some: Collection[UUID] | None, linked: bool) -> Iterator[Known]:
    facts = {"centre": centre.pk, "some": None if some is None else list(some), "linked": linked}
    beside = facts if some is None else facts | {"some": [*some, *_asked(KEPT, facts)]}
    numbers = _numbers(centre, beside)
    lives = {row[0]: row[1:] for row in _rows(HOMES, "lives.person_id", beside)}
    places = _places(centre, None if some is None else {home[0] for home in lives.values()})
    opened = _opener(centre, Person._meta.get_field("id_number"))
    for key, name, outside, sex, born_on, estimated, died_on, kind, number, registration, languages, locked, kept in _rows(PEOPLE, "id", facts):
        home, relation, is_head = lives.get(key) or lives.get(kept) or (None, "", False)
        household_number, door = places.get(home, ("", ""))
        yield Known(
            key, name, outside, sex, born_on, estimated, died_on, kind, opened.open(key, bytes(number)) if number else "", registration,
            tuple(json.loads(languages) if isinstance(languages, str) else languages), numbers.get(key, NOTHING) | numbers.get(kept, NOTHING),
            home, household_number, door, relation, is_head, locked,
        )  # fmt: skip


def record_of(one: Known) -> Record:
    """What is compared of a person."""
    return Record(one.key, one.name, one.sex, one.born_on, one.is_birth_estimated, one.id_number, one.numbers, one.door, one.household)


def _rows(statement: str, column: str, facts: dict) -> list[tuple]:
    only = "" if facts["some"] is None else f"AND {column} = ANY(%(some)s)"
    with connection.cursor() as cursor:
        cursor.execute(statement.format(some=only), facts)
        return cursor.fetchall()


def _numbers(centre: Centre, facts: dict) -> dict[UUID, frozenset[str]]:
    opened, found = _opener(centre, Phone._meta.get_field("number")), defaultdict(set)
    for key, person, number in _rows(PHONES, "person_id", facts):
        found[person].add(normal.normal(opened.open(key, bytes(number)), normal.PHONE))
    return {person: frozenset(numbers) for person, numbers in found.items()}


def _places(centre: Centre, some: Collection[UUID] | None) -> dict[UUID, tuple[str, str]]:
    """Outside number and door of households; the address is opened only where block and room do not tell."""
    rooms, addresses = (_opener(centre, Household._meta.get_field(column)) for column in ("room", "address"))
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(HOUSEHOLDS, {"centre": centre.pk, "households": None if some is None else list(some)})
        for key, outside, community, estate, block, room, address in cursor.fetchall():
            behind = rooms.open(key, bytes(room))
            whole = "" if block and behind else addresses.open(key, bytes(address))
            found[key] = outside, doors.door_of(estate, community, block, behind, whole)
    return found


def _opener(centre: Centre, column: Field) -> sealing.Sealer:
    return column.sealer(centre.agency_id)
