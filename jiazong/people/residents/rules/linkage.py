"""Whether two persons of a register are one: what agrees and what differs, weighed and added up; pure.

After Fellegi and Sunter: each agreement weighs the binary logarithm of how much oftener it is seen between two records of
one person than between two of different ones. Whoever shares a household shares surname, address and telephone, and twins the
birthday too: so a different given name takes those weights away. Weights: docs/adr/0031 and docs/reference/people-columns.md.
"""
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiazong.people.residents.rules import identity, names
from jiazong.people.residents.rules.signs import ALIKE

NEAR_YEARS = 5
SHOWN_FROM = 0.75  # pairs less likely are not shown; measured on invented doubles, see the figures
PRIOR = -20.0  # log2 odds that two persons who share a block are one, before anything is compared
SAME, WRITTEN, HOMOPHONE, ALIKE_SIGN, TURNED, SHORTER, ONE_SIGN, DIFFERENT = (
    "name_same", "name_written", "name_homophone", "name_alike", "name_turned", "name_shorter", "name_one_sign", "name_different",
)  # fmt: skip
_NAME_LOSS = {SAME: 0.0, WRITTEN: 0.5, HOMOPHONE: 4.0, ALIKE_SIGN: 3.5, TURNED: 3.0, SHORTER: 6.0, ONE_SIGN: 8.0}
_BORN = {"birth_same": 13.0, "birth_turned": 9.0, "birth_near": 8.0, "birth_one_part": 6.0, "birth_estimated": 4.5}
_PHONE, _DOOR, _SAME_SEX = 11.0, 9.0, 0.9
_OTHER_ID, _OTHER_BIRTH, _OTHER_SEX, _OTHER_DOOR = -12.0, -9.0, -7.0, -1.0
_MOST, _LEAST = 60.0, -60.0


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared of a person; `key` is whose it is, `numbers` are E.164, `door` one way of writing the address."""

    key: object
    name: str
    sex: str = ""
    born_on: date | None = None
    is_estimated: bool = False
    id_number: str = ""
    numbers: frozenset[str] = frozenset()
    door: str = ""
    household: object = None


@dataclass(frozen=True)
class Verdict:
    """How likely two records are one person (0 to 1) and the codes of why."""

    score: float
    reasons: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        return self.score >= SHOWN_FROM


class Rarity:
    """How much a name tells: the rarer it is among these people, the more."""

    def __init__(self, people: Iterable[str], *, whole: int = 20_000) -> None:
        """`whole` is at least how many people there are: of a short list nobody can tell which names are common."""
        self.counts = Counter(names.folded(name) for name in people)
        self.whole = max(sum(self.counts.values()), whole)

    def weight(self, name: str) -> float:
        """Bits an agreement in this name weighs, from 7 for the commonest to 14."""
        return max(7.0, min(14.0, math.log2(self.whole / max(self.counts[names.folded(name)], 2))))


def compare(one: Record, other: Record, rarity: Rarity) -> Verdict:
    """How likely two records tell of one person, and why."""
    name = compare_names(one.name, other.name)
    number, number_code = _compare_numbers(one.id_number, other.id_number)
    if number_code == "id_same":
        return _same_number(one, other, name)
    bits, reasons = PRIOR + number, [number_code] if number_code else []
    birth_code = compare_births(one, other)
    shares_number = bool(one.numbers & other.numbers)
    shares_door = _is_door(one.door) and one.door == other.door
    is_named_so = name in (SAME, WRITTEN)
    if number_code == "id_other" and not is_named_so:
        return Verdict(0.0, (number_code, name))
    if name in (DIFFERENT, ONE_SIGN) and number <= 0 and not _is_no_twin(name, one, other, birth_code, shares_number):
        return Verdict(0.0, (name,))
    if name == DIFFERENT:
        bits -= 4
    else:
        bits += min(rarity.weight(one.name), rarity.weight(other.name)) - _NAME_LOSS[name]
    reasons.append(name)
    if birth_code:
        bits += _BORN.get(birth_code) or _other_birth(one, other, name)
        reasons.append(birth_code)
    for shares, weight, code in ((shares_number, _PHONE, "phone_same"), (shares_door, _DOOR, "address_same")):
        if shares:
            bits += weight
            reasons.append(code)
    if one.door and other.door and not shares_door:
        bits += _OTHER_DOOR
    bits += _sexes(one.sex, other.sex, reasons, is_named_so)
    return Verdict(_likelihood(bits), tuple(reasons))


def _other_birth(one: Record, other: Record, name: str) -> float:
    """Another birth date: a feast of the lunar calendar lies near, a generation far; brothers' names sound alike oftener than one errs twice."""
    far = abs(one.born_on.year - other.born_on.year) > NEAR_YEARS
    return _OTHER_BIRTH - (5.0 if far else 0.0) - (0.0 if name in (SAME, WRITTEN) else 6.0)


def _same_number(one: Record, other: Record, name: str) -> Verdict:
    """One identity number is one person; under two quite different names somebody has to look."""
    if name != DIFFERENT:
        return Verdict(0.999, ("id_same", name))
    return Verdict(0.9 if not one.born_on or not other.born_on or one.born_on == other.born_on else 0.8, ("id_same", name))


def _is_no_twin(name: str, one: Record, other: Record, birth: str, shares_number: bool) -> bool:
    """Whether two whose names differ in one sign cannot be brother and sister: born on one day, one telephone, two homes, one sex."""
    apart = _is_door(one.door) and _is_door(other.door) and one.door != other.door
    return name == ONE_SIGN and birth == "birth_same" and shares_number and apart and one.sex == other.sex


def _sexes(one: str, other: str, reasons: list[str], is_named_so: bool) -> float:
    """The sex of one is slipped now and then; of two whose names only sound alike it tells brother from sister."""
    if not one or not other:
        return 0.0
    if one == other:
        return _SAME_SEX
    reasons.append("sex_other")
    return _OTHER_SEX if is_named_so else _OTHER_SEX * 4


def compare_names(one: str, other: str) -> str:
    """How two names stand to each other, from the same to different."""
    first, second = names.folded(one), names.folded(other)
    if first == second:
        return SAME if one == other else WRITTEN
    mine, theirs = names.units(one), names.units(other)
    if len(mine) == len(theirs):
        differing = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
        if all(frozenset(pair) in ALIKE for pair in differing):
            return ALIKE_SIGN
        if _sounds_alike(one, other):
            return HOMOPHONE
    if sorted(mine) == sorted(theirs) and len(mine) > 1:
        return TURNED
    if set(names.readings(one)) & {tuple(reversed(said)) for said in names.readings(other)} or _joined(one, other):
        return TURNED
    if abs(len(mine) - len(theirs)) == 1 and min(len(mine), len(theirs)) >= 2 and _is_within(mine, theirs):
        return SHORTER
    if len(mine) == len(theirs) >= 3 and len(differing) == 1:
        return ONE_SIGN
    return DIFFERENT


def _sounds_alike(one: str, other: str) -> bool:
    return any("" not in said and said in names.readings(other) for said in names.readings(one))


def _joined(one: str, other: str) -> bool:
    """Chen Guoxiu and 陈国秀: letters on one side, characters on the other, in either order of surname and given name."""
    if one.isascii() == other.isascii():
        return False
    said, typed = (other, one) if one.isascii() else (one, other)
    ways = {"".join(turn) for reading in names.readings(said) for turn in (reading, (*reading[1:], reading[0]))}
    return names.toneless(names.folded(typed)) in ways


def _is_within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def compare_births(one: Record, other: Record) -> str:
    """How two birth dates stand to each other; nothing where one is not known."""
    first, second = one.born_on, other.born_on
    if first is None or second is None:
        return ""
    if one.is_estimated or other.is_estimated:
        return "birth_estimated" if abs(first.year - second.year) <= 1 else "birth_other"
    if first == second:
        return "birth_same"
    if first.year == second.year and (first.month, first.day) == (second.day, second.month):
        return "birth_turned"
    if abs((first - second).days) == 1 or (first.month, first.day) == (second.month, second.day) and abs(first.year - second.year) == 1:
        return "birth_near"
    parts = (first.year != second.year) + (first.month != second.month) + (first.day != second.day)
    written = first.isoformat(), second.isoformat()
    return "birth_one_part" if parts == 1 and (_one_digit_apart(*written) or is_turned(*written)) else "birth_other"


def _compare_numbers(one: str, other: str) -> tuple[float, str]:
    if not one or not other:
        return 0.0, ""
    first, second = identity.eighteen(one), identity.eighteen(other)
    if first == second:
        return _MOST, "id_same"
    if len(first) != 18 or len(second) != 18:
        return 0.0, ""  # a permit and an identity card may belong to one person
    # Two numbers whose check signs both fit are of two persons, however near they lie: twins get neighbouring ones.
    if identity.is_sound(first) and identity.is_sound(second):
        return _OTHER_ID, "id_other"
    if _one_digit_apart(first, second) or is_turned(first, second):
        return 14.0, "id_near"
    return _OTHER_ID / 2, "id_other"


def _one_digit_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def is_turned(one: str, other: str) -> bool:
    """Whether two numbers differ only in two neighbouring digits that changed places."""
    if len(one) != len(other):
        return False
    at = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]


def _is_door(door: str) -> bool:
    """An address that leads to one door, not only to a street or an estate."""
    return any(sign.isdigit() for sign in door) and not door.endswith("|")


def _likelihood(bits: float) -> float:
    return round(1 / (1 + 2 ** -max(_LEAST, min(_MOST, bits))), 4)
