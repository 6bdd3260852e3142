"""What a screen shows of a value that is not to be read by everybody who sees the screen; pure."""
import re

ID_NUMBER, PHONE, ADDRESS, NAME, ALL = "id_number", "phone", "address", "name", "all"
STAR = "*"

# An address is shown down to the street: what follows the first 街道, 镇, 乡, or 街, 路, 道, 巷 is a house and a door.
_TOWN = re.compile(r"^.*?(?:街道|镇|乡)")
_STREET = re.compile(r"^.*?(?:大道|[街路道巷里])")


def mask(text: str, kind: str) -> str:
    """The value as far as anybody may see it: 31************12, 138****1234, an address to its street, 王**."""
    if not text:
        return ""
    return _MASKS[kind](text)


def _ends(text: str, first: int, last: int) -> str:
    """The first and the last characters; where hardly anything would be hidden, nothing is shown."""
    hidden = len(text) - first - last
    if hidden < max(first, last):
        return STAR * len(text)
    return text[:first] + STAR * hidden + text[len(text) - last :]


def _id_number(text: str) -> str:
    return _ends(text, 2, 2)


def _phone(text: str) -> str:
    return _ends(text, 3, 4)


def _address(text: str) -> str:
    found = _TOWN.match(text) or _STREET.match(text)
    return (found.group() if found and found.end() < len(text) else "") + STAR * 4


def _name(text: str) -> str:
    return text[0] + STAR * max(len(text) - 1, 1)


def _all(text: str) -> str:
    return STAR * 4


_MASKS = {ID_NUMBER: _id_number, PHONE: _phone, ADDRESS: _address, NAME: _name, ALL: _all}
