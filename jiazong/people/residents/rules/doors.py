"""Where somebody lives as people write it: estate, block, unit and room, however they are joined; pure."""
import re
from dataclasses import dataclass
from functools import lru_cache

from jiazong.ground.sheets.folding import fold_dashes
from jiazong.ground.sheets.numerals import to_arabic

_BLOCK_WORDS = ("栋", "幢", "座", "号楼", "楼", "号", "巷", "")
_PART = r"(?:[a-z]{0,2}\d{1,4}[a-z]?|[a-z])"
_ROOM = r"(?P<room>(?:[a-z]\d{2,5}|\d{2,5}[a-z]?|\d[a-z]))(?:号?房|室|号|户)?"
_UNIT = r"(?:(?P<unit>\d{1,2}|[a-z])(?:单元|梯|门|座|-)?)??"
_WRITTEN = re.compile(
    rf"^(?P<place>.*?)(?:第)?(?P<block>{_PART})(?P<word>号楼|栋|幢|座|号院|巷|楼|号|-)(?:(?P<floor>\d{{1,2}})(?:楼|层))?-?"
    rf"(?:(?P<unit>\d{{1,2}}|[a-z])(?:单元|梯|门|-))?-?(?:{_ROOM})?$"
)
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十百]+(?=栋|幢|座|号|楼|单元|梯|层|巷|室|房)")
_REGIONS = re.compile(r"^(?:[^\d\s]{2,8}?(?:省|自治区))?(?:[^\d\s]{2,6}?市)?(?:[^\d\s]{1,6}?[区县])?(?:[^\d\s]{1,10}?(?:街道|街道办|镇))?(?:[^\d\s]{1,8}?(?:社区|居委会|村委会))?")


@dataclass(frozen=True)
class Door:
    """A place, the block in it, the room in the block; empty where not told."""

    place: str = ""
    block: str = ""
    room: str = ""


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """An address in one way of writing: one width, Simplified, Arabic numbers, without blanks."""
    plain = fold_dashes(text).replace(" ", "").strip(",.;、。-")
    return _NUMERALS.sub(lambda found: to_arabic(found.group(0)), plain)


@lru_cache(maxsize=20_000)
def read(text: str) -> Door:
    """The block and the room out of an address; what names neither is all place."""
    plain = folded(text)
    found = _WRITTEN.match(plain)
    if not found:
        return Door(plain)
    word = found["word"] if found["word"] != "-" else "栋"
    room = "-".join(part for part in (found["unit"], found["room"]) if part)
    if word in ("号", "楼", "号院", "巷") and not room:
        return Door(plain)
    return Door(found["place"], found["block"] + word, room)


def block_key(block: str) -> str:
    """A block's own number: 3栋, 第3幢 and 三号楼 are all 3."""
    found = re.match(rf"^第?({_PART})(?:{'|'.join(word for word in _BLOCK_WORDS if word)})?$", folded(block))
    return found.group(1) if found else folded(block)


def block_spellings(block: str) -> list[str]:
    """The ways a block may have been written down."""
    key = block_key(block)
    return [*(before + key + word for before in ("", "第") for word in _BLOCK_WORDS), *([key.upper() + word for word in _BLOCK_WORDS] if not key.isdecimal() else [])]


def room_key(room: str) -> str:
    """A room's own number, with its unit where one is told: 2单元1201室 is 2-1201."""
    found = re.match(rf"^{_UNIT}-?{_ROOM}$", folded(room))
    return "-".join(part for part in (found["unit"], found["room"]) if part) if found else folded(room)


def same_room(one: str, other: str) -> bool:
    """Whether two rooms of a block are one; a unit told on one side only does not part them."""
    first, second = room_key(one), room_key(other)
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and (first == second or longer.endswith(f"-{shorter}"))


def without_region(place: str) -> str:
    """A place without the province, city, district and street office before it."""
    return _REGIONS.sub("", place, count=1) or place


@lru_cache(maxsize=20_000)
def door_key(address: str) -> str:
    """What is equal for two ways of writing one door: without province, city, district and street office; block and room as numbers."""
    door = read(address)
    place = without_region(door.place)
    return f"{place}|{block_key(door.block)}|{room_key(door.room)}" if door.block else place


def door_of(estate: str, community: str, block: str, room: str, address: str) -> str:
    """One way of writing a household's door: out of its parts where block and room are told, else out of the address."""
    if block and room:
        return f"{without_region(folded(estate or community))}|{block_key(block)}|{room_key(room)}"
    return door_key(address) if address else ""
