"""Which persons of a register are compared at all: those who share something that doubles mostly share; pure.

Each way is worked through alone and forgotten, so that 200,000 persons fit into memory.
"""
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jiazong.people.residents.rules import identity, names
from jiazong.people.residents.rules.linkage import Rarity, Record, Verdict, compare

LARGE, WINDOW = 60, 12  # a block larger than this is sorted by name and each compared with so many after it


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person."""

    one: Record
    other: Record
    verdict: Verdict


def find_pairs(records: Sequence[Record], *, new: Callable[[Record], bool] | None = None, rarity: Rarity | None = None) -> list[Pair]:
    """The pairs that are likely one person, the likeliest first; with `new` only those in which one is new."""
    rarity = rarity or Rarity(record.name for record in records)
    said = _said(records)
    seen: set[int] = set()
    found: list[Pair] = []
    for way in WAYS:
        for one, other in _within_blocks(records, said, way):
            pair = one * len(records) + other
            if pair in seen or (new and not new(records[one]) and not new(records[other])):
                continue
            seen.add(pair)
            verdict = compare(records[one], records[other], rarity)
            if verdict.is_shown:
                found.append(Pair(records[one], records[other], verdict))
    return sorted(found, key=lambda pair: (-pair.verdict.score, str(pair.one.key), str(pair.other.key)))


class Said(NamedTuple):
    """How a name sounds: its letters in the order of the alphabet, its syllables so, and the first syllable."""

    letters: str
    syllables: str
    surname: str


def _said(records: Sequence[Record]) -> list[Said]:
    by_name: dict[str, Said] = {}
    for record in records:
        if record.name not in by_name:
            heard = [part for part in names.pinyin(record.name) if part] or [names.folded(record.name)]
            # 陈国秀, Chen Guoxiu and Guoxiu Chen have the same letters.
            by_name[record.name] = Said("".join(sorted("".join(heard))), " ".join(sorted(heard)), heard[0])
    return [by_name[record.name] for record in records]


Way = Callable[[Record, Said], Iterable[object]]


def _within_blocks(records: Sequence[Record], said: Sequence[Said], way: Way) -> Iterator[tuple[int, int]]:
    blocks: dict[object, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for key in way(record, said[place]):
            blocks[key].append(place)
    for members in blocks.values():
        reach = len(members)
        if reach > LARGE:
            members, reach = sorted(members, key=lambda place: (said[place].syllables, records[place].name, place)), WINDOW
        for at, one in enumerate(members):
            for other in members[at + 1 : at + 1 + reach]:
                yield (one, other) if one < other else (other, one)


def by_number(record: Record, said: Said) -> Iterator[object]:
    """The identity number, whole and in the parts of which a slip leaves one."""
    if record.id_number:
        number = identity.eighteen(record.id_number)
        yield number
        if len(number) == 18:
            yield "a", number[:14]
            yield "z", number[6:]


def by_name_and_year(record: Record, said: Said) -> Iterator[object]:
    """The sound of the name and the year of birth, the years beside it where it is estimated."""
    if record.born_on:
        yield said.letters, record.born_on.year
        if record.is_estimated:
            yield from ((said.letters, record.born_on.year + near) for near in (-1, 1))


def by_name_and_day(record: Record, said: Said) -> Iterator[object]:
    """The sound of the name and the birthday, for a slip in the year."""
    if record.born_on and not record.is_estimated:
        yield said.letters, record.born_on.month, record.born_on.day


def by_birth(record: Record, said: Said) -> Iterator[object]:
    """Birth date, day and month in either order, and the surname's sound: for given names written otherwise."""
    if record.born_on and not record.is_estimated:
        day, month = sorted((record.born_on.day, record.born_on.month))
        yield record.born_on.year, day, month, said.surname


def by_phone(record: Record, said: Said) -> Iterator[object]:
    """Each telephone number."""
    yield from record.numbers


def by_door_and_name(record: Record, said: Said) -> Iterator[object]:
    """The address and the sound of the name."""
    if record.door:
        yield record.door, said.letters


def by_name_alone(record: Record, said: Said) -> Iterator[object]:
    """Who has no birth date can otherwise only be found by the name."""
    if not record.born_on:
        yield said.syllables


WAYS: tuple[Way, ...] = (by_number, by_name_and_year, by_name_and_day, by_birth, by_phone, by_door_and_name, by_name_alone)
