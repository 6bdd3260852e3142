"""Names of people: what is kept byte for byte, and the forms under which it is found again; pure."""
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from jiazong.ground.sheets.folding import fold_name
from jiazong.people.residents.rules.signs import COMPOUND, SAME, SECOND_READINGS, is_han, sound
from jiazong.people.staff.rules import SURNAME_READINGS

NAME, PINYIN, INITIALS, OUTSIDE = "n", "p", "i", "o"
LONGEST_NAME, LONGEST_KEY, MOST_READINGS = 200, 100, 4
OTHER_READING = 50  # places from here on are of a second reading: found as well, told after the first
_BETWEEN = re.compile(r"[\s·.'’`\-_,]+")
_WORD = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
_NOT_KEPT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_U = re.compile(r"([ln])u")
_YU = re.compile(r"([ln])yu")


@dataclass(frozen=True, order=True)
class Key:
    """One way to type a name: its kind, from which syllable on it begins, and the text."""

    kind: str
    place: int
    text: str


def kept(text: str) -> str:
    """A name as it is kept: byte for byte, without the blanks around it; nothing where it cannot be a name."""
    name = text.strip(" \t\r\n\u3000\xa0\ufeff")
    return "" if _NOT_KEPT.search(name) or len(name) > LONGEST_NAME else name


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """A name in one way of writing: Simplified, one width, small letters, without dots, blanks and hyphens."""
    return _BETWEEN.sub("", fold_name(name).translate(SAME))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one written in two ways."""
    return folded(one) == folded(other)


@lru_cache(maxsize=20_000)
def units(name: str) -> tuple[str, ...]:
    """What a name is made of: each Chinese character alone, each word of other letters as one."""
    found: list[str] = []
    for piece in _BETWEEN.split(_plain(name).translate(SAME)):
        at = 0
        while at < len(piece):
            word = None if is_han(piece[at]) else _WORD.match(piece, at)
            end = at + 1
            if word:
                end = next((n for n in range(at + 1, word.end()) if is_han(piece[n])), word.end())
            found.append(piece[at:end])
            at = end
    return tuple(found)


def _plain(name: str) -> str:
    """Folded, with the blanks between words still there."""
    return " ".join(fold_name(word) for word in re.split(r"\s+", name) if word)


@lru_cache(maxsize=20_000)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """How a name is read, one syllable a unit: the surname as a surname first, then what people may take it for."""
    parts = units(name)
    compound = COMPOUND.get("".join(parts[:2])) if len(parts) > 2 else None
    choices: list[list[str]] = []
    for place, part in enumerate(parts):
        said = [sound(part)] if is_han(part[0]) else [latin(part)]
        if compound and place < 2:
            said = [compound[place]]
        elif not place and part in SURNAME_READINGS and len(parts) > 1:
            said = [SURNAME_READINGS[part], *said]
        elif part in SECOND_READINGS:
            said.append(SECOND_READINGS[part])
        choices.append(list(dict.fromkeys(said)))
    found: list[tuple[str, ...]] = [()]
    for said in choices:
        longer = [(*before, one) for one in said for before in found]
        found = longer if len(longer) <= MOST_READINGS else [(*before, said[0]) for before in found]
    first = tuple(said[0] for said in choices)
    return (first, *(one for one in found if one != first))


def pinyin(name: str) -> tuple[str, ...]:
    """The syllables of a name as it is read, the surname as a surname; words of letters as they are."""
    return readings(name)[0]


def sort_key(name: str) -> str:
    """The pinyin by which a name sorts, the same order on every server; names no dictionary reads sort by their signs."""
    return " ".join(one or sign for one, sign in zip(pinyin(name), units(name), strict=True))[:LONGEST_NAME]


def search_keys(name: str, outside_number: str = "") -> list[Key]:
    """Every way a name may be typed, from each of its signs on: characters, pinyin, initials; and the outside number."""
    parts = units(name)
    found = {Key(NAME, place, "".join(parts[place:])[:LONGEST_KEY]) for place in range(len(parts))}
    for turn, said in enumerate(readings(name)):
        for place in range(len(said)):
            rest = [one for one in said[place:] if one]
            if not said[place]:
                continue
            shift = place + (OTHER_READING if turn else 0)
            found.add(Key(PINYIN, shift, "".join(rest)[:LONGEST_KEY]))
            if len(rest) > 1:
                found.add(Key(INITIALS, shift, "".join(one[0] for one in rest)[:LONGEST_KEY]))
    if number := outside_key(outside_number):
        found.add(Key(OUTSIDE, 0, number))
    return sorted(_first_places(found))


def _first_places(found: set[Key]) -> list[Key]:
    """Of equal texts only the one that begins first."""
    first: dict[tuple[str, str], Key] = {}
    for one in sorted(found):
        first.setdefault((one.kind, one.text), one)
    return list(first.values())


def outside_key(number: str) -> str:
    """An outside number as it is looked up: small letters, one width, without blanks."""
    return unicodedata.normalize("NFKC", number).replace(" ", "").lower()[:LONGEST_KEY]


def asked(text: str) -> list[tuple[str, str]]:
    """What a typed text may be the beginning of: (kind, beginning), the likeliest first; nothing for nothing."""
    typed = folded(text)
    if not typed:
        return []
    if any(is_han(sign) for sign in typed):
        return [(NAME, typed)]
    letters = toneless(typed)
    ways = [(OUTSIDE, outside_key(text))] if outside_key(text) else []
    if letters.isascii() and letters.isalpha():
        spelt = dict.fromkeys([_YU.sub(r"\1v", letters), letters, _U.sub(r"\1v", letters)])
        ways += [(PINYIN, one) for one in spelt] + [(INITIALS, letters)]
    return [*ways, (NAME, typed)]


def latin(word: str) -> str:
    """A word of letters without accents, as it is typed on any keyboard; nothing for signs that are no letters."""
    apart = unicodedata.normalize("NFD", word)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return plain if plain.isalnum() else ""


def toneless(text: str) -> str:
    """Pinyin without the marks of its tones, ü as v: Lǚ becomes lv."""
    apart = unicodedata.normalize("NFD", text.lower()).replace("u\u0308", "v").replace("u:", "v")
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
