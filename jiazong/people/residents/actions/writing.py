"""The rows of a book of people as rows of the register: households, persons, numbers, keys to search by; in sets."""
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import connection, models, transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.privacy import keyring, sealing
from jiazong.ground.privacy.fields import BlindIndexField, Sealed, SealedTextField
from jiazong.ground.privacy.models import Key
from jiazong.ground.privacy.rules import normal
from jiazong.people.places.models import Centre
from jiazong.people.residents.actions import families
from jiazong.people.residents.actions.codes import next_codes
from jiazong.people.residents.models import Household, Person, Phone, Residence, Tag, TagKind
from jiazong.people.residents.rules import matching, names
from jiazong.people.residents.rules.grouping import Family, door_of
from jiazong.people.residents.rules.matching import Known
from jiazong.people.residents.rules.rows import Row
from jiazong.people.residents.rules.tags import kind_of

BATCH = 1_000
KEYS = """
INSERT INTO residents_searchkey (person_id, centre_id, kind, place, key)
SELECT one.person, %s, one.kind, one.place, one.key FROM unnest(%s::uuid[], %s::text[], %s::int[], %s::text[]) one(person, kind, place, key)
"""
PLACE_FIELDS = {"community": "community", "estate": "estate", "block": "block", "room": "room", "address": "address", "kind": "household_kind"}


@dataclass
class Written:
    """What was written: `keys` are the persons of the rows by the row's identity in memory."""

    new: int = 0
    changed: int = 0
    new_households: int = 0
    keys: dict[int, UUID] = field(default_factory=dict)
    unknown_tags: Counter[str] = field(default_factory=Counter)

    def add(self, part: "Written") -> None:
        """Count what another part of the book wrote."""
        self.new, self.changed = self.new + part.new, self.changed + part.changed
        self.new_households += part.new_households
        self.keys |= part.keys
        self.unknown_tags += part.unknown_tags


@transaction.atomic
def write_book(
    centre: Centre, book: Sequence[Family], known: dict[int, Known], *, by: Account | None, today: date,
    on_written: Callable[[int, int], None] | None = None,
) -> Written:
    """Write families of rows into a register; `known` says which rows tell of somebody who is there (by `id(row)`).

    `on_written` hears after each batch how many of how many families are written.
    """
    written = Written()
    for at in range(0, len(book), BATCH):
        part = book[at : at + BATCH]
        of_part = {id(row): known[id(row)] for family in part for row in family.rows if id(row) in known}
        written.add(_Writer(centre, of_part, by, today).write(part))
        if on_written:
            on_written(at + len(part), len(book))
    return written


class _Writer:
    def __init__(self, centre: Centre, known: dict[int, Known], by: Account | None, today: date) -> None:
        self.centre, self.known, self.by, self.today = centre, known, by, today
        self.written, self.touched = Written(), set()
        self.persons: list[Person] = []
        self.phones: list[Phone] = []
        self.homes: list[Household] = []
        self.residences: list[Residence] = []
        self.sealers: dict[SealedTextField, sealing.Sealer] = {}
        self.index_key: keyring.Opened | None = None
        self.moved_on: dict[UUID, date] = {}

    def write(self, book: Sequence[Family]) -> Written:
        rows = [row for family in book for row in family.rows]
        for row in rows:
            one = self.known.get(id(row))
            self.written.keys[id(row)] = one.key if one else self._new_person(row)
        self._change_persons(rows)
        self._place(book)
        for model, made in ((Household, self.homes), (Person, self.persons), (Phone, self.phones), (Residence, self.residences)):
            insert(model, made)
        write_keys(self.centre, [(one.pk, one.name, one.outside_number) for one in self.persons])
        self._tag(rows)
        self.written.new, self.written.new_households = len(self.persons), len(self.homes)
        self.written.changed = len(self.touched)
        return self.written

    def _new_person(self, row: Row) -> UUID:
        person = Person(
            id=uuid4(), centre=self.centre, created_by=self.by, outside_number=row.outside_number, name=row.name, sort_key=names.sort_key(row.name),
            sex=row.sex, born_on=row.born_on, is_birth_estimated=row.is_birth_estimated, died_on=row.died_on,
            registration=row.registration, languages=list(row.languages),
        )  # fmt: skip
        if row.paper:
            person.id_kind = row.paper.kind
            self._seal(person, "id_number", row.paper.number)
        self.persons.append(person)
        self._add_phones(person.pk, row, frozenset(), 0)
        return person.pk

    def _add_phones(self, person: UUID, row: Row, there: frozenset[str], order: int) -> bool:
        fresh = [one for one in row.numbers if one.number not in there]
        for place, one in enumerate(fresh, order):
            phone = Phone(id=uuid4(), centre=self.centre, created_by=self.by, person_id=person, owner=one.note[:40], order=place)
            self._seal(phone, "number", one.written)
            self.phones.append(phone)
        return bool(fresh)

    def _seal(self, instance: models.Model, column: str, text: str) -> None:
        """Seal and index a value with keys that are held for the whole book, not fetched for each row."""
        field = instance._meta.get_field(column)
        sealer = self.sealers.setdefault(field, field.sealer(self.centre.agency_id))
        setattr(instance, column, Sealed(sealer.seal(instance.pk, text)))
        for index in instance._meta.fields:
            if isinstance(index, BlindIndexField) and index.of == column:
                self.index_key = self.index_key or keyring.active(self.centre.agency_id, Key.INDEX)
                plain = normal.normal(text, index.kind)
                setattr(instance, index.attname, sealing.index_with(self.index_key, instance._meta.db_table, index.column, plain) if plain else None)

    def _change_persons(self, rows: Iterable[Row]) -> None:
        told = [(row, self.known[id(row)]) for row in rows if id(row) in self.known]
        changes = {one.key: found for row, one in told if (found := matching.changes(row, one))}
        persons = Person.objects.select_for_update().in_bulk(list(changes))
        for key, columns in changes.items():
            person = persons[key]
            if died_on := columns.pop("died_on", None):
                families.record_death(person, on=died_on, by=self.by)
            for column, value in columns.items():
                setattr(person, column, value)
            if {"name", "outside_number"} & columns.keys():
                person.sort_key = names.sort_key(person.name)
                person.search_keys.all().delete()
                write_keys(self.centre, [(person.pk, person.name, person.outside_number)])
            if columns:
                person.save(update_fields=[*columns, "sort_key"])
                chronicle.record("residents.person_changed", person, by=self.by, columns=sorted(columns))
            self.touched.add(key)
        for row, one in told:
            if self._add_phones(one.key, row, one.numbers, len(one.numbers)):
                self.touched.add(one.key)

    def _place(self, book: Sequence[Family]) -> None:
        """Each family into its household: by its outside number, by where its members live, or into a new one."""
        numbers = [family.number for family in book if family.number]
        by_number = {home.outside_number: home for home in Household.objects.filter(centre=self.centre, outside_number__in=numbers)}
        lived_in = {one.household for one in self.known.values() if one.household}
        homes = Household.objects.select_related("centre").in_bulk(list(lived_in)) | {home.pk: home for home in by_number.values()}
        crowd = Counter(
            Residence.objects.filter(household__in=homes, last_day__isnull=True).values_list("household_id", flat=True)
        )
        without = [family for family in book if self._home_of(family, by_number, homes, crowd) is None]
        codes = iter(next_codes(self.centre, len(without)) if without else ())
        for family in book:
            home = self._home_of(family, by_number, homes, crowd)
            if home is None:
                home = self._new_home(family, next(codes))
                if family.number:
                    by_number[family.number] = home
            else:
                self._change_home(family, home)
            for row in family.rows:
                self._live(row, home)

    def _home_of(self, family: Family, by_number: dict, homes: dict, crowd: Counter) -> Household | None:
        if family.number and family.number in by_number:
            return by_number[family.number]
        lived = Counter(one.household for row in family.rows if (one := self.known.get(id(row))) and one.household)
        if not lived:
            return None
        home = homes[lived.most_common(1)[0][0]]
        if family.number and home.outside_number:
            return None  # they bear the number of another household now
        doors = {door_of(row) for row in family.rows} - {""}
        was = next(one.door for row in family.rows if (one := self.known.get(id(row))) and one.household == home.pk)
        # Some of a household have moved: they get a household of their own, those who stay keep the address.
        has_moved = doors and was and was not in doors
        return None if has_moved and crowd[home.pk] > lived[home.pk] else home

    def _new_home(self, family: Family, code: str) -> Household:
        home = Household(id=uuid4(), centre=self.centre, created_by=self.by, code=code, outside_number=family.number)
        for column, told in PLACE_FIELDS.items():
            text = family.told(told)
            if column in ("room", "address"):
                self._seal(home, column, text)
            else:
                setattr(home, column, text)
        self.homes.append(home)
        return home

    def _change_home(self, family: Family, home: Household) -> None:
        told = {column: family.told(source) for column, source in PLACE_FIELDS.items()} | {"outside_number": family.number}
        changed = {column: text for column, text in told.items() if text and text != getattr(home, column)}
        if not changed or home in self.homes:
            return
        for column, text in changed.items():
            setattr(home, column, text)
        home.save(update_fields=list(changed))
        chronicle.record("residents.household_changed", home, by=self.by, columns=sorted(changed))
        self.touched |= {one.key for row in family.rows if (one := self.known.get(id(row)))}

    def _live(self, row: Row, home: Household) -> None:
        one = self.known.get(id(row))
        if one and one.household == home.pk:
            self._change_relation(row, one)
            return
        moves = bool(one and one.household)
        if moves and not (row.household_number or door_of(row)):
            return  # a row that says nothing of a household moves nobody
        if one:
            self.touched.add(one.key)
        if moves:
            self._move_out(one)
        person = one.key if one else self.written.keys[id(row)]
        self.residences.append(
            Residence(
                id=uuid4(), centre=self.centre, created_by=self.by, person_id=person, household=home, relation=row.relation,
                is_head=row.is_head, first_day=self.moved_on.get(person), last_day=row.died_on,
            )  # fmt: skip
        )

    def _move_out(self, one: Known) -> None:
        """End where somebody lived with yesterday; who came there only today is in the new home from tomorrow on."""
        lived = Residence.objects.filter(person_id=one.key, last_day__isnull=True).first()
        last_day = max(self.today - timedelta(days=1), lived.first_day or date.min) if lived else self.today - timedelta(days=1)
        if lived:
            families.leave(lived, last_day)
        self.moved_on[one.key] = last_day + timedelta(days=1)

    def _change_relation(self, row: Row, one: Known) -> None:
        told = {"relation": row.relation or one.relation, "is_head": row.is_head or one.is_head and not row.relation}
        if row.is_head:
            told["relation"] = ""
        if told == {"relation": one.relation, "is_head": one.is_head}:
            return
        if not Residence.objects.filter(person_id=one.key, household_id=one.household, last_day__isnull=True).update(**told):
            return  # who has died or left keeps the place that was told last
        self.touched.add(one.key)

    def _tag(self, rows: Iterable[Row]) -> None:
        wanted: dict[tuple[UUID, str], None] = {}
        names_of = dict(TagKind.objects.values_list("name", "code"))
        for row in rows:
            for word in row.tags:
                code = kind_of(word, names_of)
                if code:
                    wanted[self.written.keys[id(row)], code] = None
                else:
                    self.written.unknown_tags[word] += 1
        there = set(Tag.objects.filter(person__in={person for person, _ in wanted}, last_day__isnull=True).values_list("person_id", "kind_id"))
        fresh = [pair for pair in wanted if pair not in there]
        insert(Tag, [Tag(centre=self.centre, created_by=self.by, person_id=person, kind_id=code) for person, code in fresh])
        made = {one.pk for one in self.persons}
        self.touched |= {person for person, _ in fresh if person not in made}


def insert(model: type[models.Model], made: Sequence[models.Model]) -> None:
    """New rows of a table, column by column: a statement of a thousand rows with a place for each value takes thrice as long."""
    fields = [field for field in model._meta.concrete_fields if field.db_default is models.NOT_PROVIDED]
    named = ", ".join(f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    for at in range(0, len(made), BATCH):
        batch = made[at : at + BATCH]
        columns = [[field.get_db_prep_save(field.pre_save(one, True), connection) for one in batch] for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({named}) SELECT * FROM unnest({arrays})', columns)


def write_keys(centre: Centre, people: Sequence[tuple[UUID, str, str]]) -> None:
    """The search keys of many new persons (number, name, outside number) in a few statements."""
    for at in range(0, len(people), BATCH):
        keys = [(person, key) for person, name, outside in people[at : at + BATCH] for key in names.search_keys(name, outside)]
        with connection.cursor() as cursor:
            columns = [[person for person, _ in keys], *([getattr(key, part) for _, key in keys] for part in ("kind", "place", "text"))]
            cursor.execute(KEYS, [centre.pk, *columns])
