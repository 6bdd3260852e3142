"""Reading what others wrote, strictly: JSON without surprises, and each field by its place, type and bounds."""
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

LARGEST_FILE = 5_000_000
LONGEST_TEXT = 500
LARGEST_NUMBER = 10**12
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class BadFile(ValueError):
    """A file that cannot be taken; `where` is the place in it, `what` an English sentence part with named places for `params`."""

    def __init__(self, where: str, what: str, **params: object) -> None:
        self.where, self.what, self.params = where, what, params
        super().__init__(f"{where}: {what % params if params else what}")


def read_json(content: bytes) -> Any:
    """The content of a JSON file in UTF-8; a key twice, NaN, another encoding or too much of it raises BadFile."""
    if len(content) > LARGEST_FILE:
        raise BadFile("file", "is larger than %(most)s bytes", most=LARGEST_FILE)
    try:
        said = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_constant, parse_float=Decimal
        )
        # A half of a surrogate pair written as \ud800 can neither be shown nor hashed.
        json.dumps(said, ensure_ascii=False, default=str).encode()
    except UnicodeError:
        raise BadFile("file", "is not text in UTF-8; save it as UTF-8") from None
    except json.JSONDecodeError as fault:
        raise BadFile("file", "is not JSON near line %(line)s, column %(column)s", line=fault.lineno, column=fault.colno) from None
    except BadFile:
        raise
    except (ValueError, ArithmeticError):
        raise BadFile("file", "holds a number nobody can read") from None
    except RecursionError:
        raise BadFile("file", "is nested too deeply") from None
    return said


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for at, (key, _) in enumerate(pairs) if key in dict(pairs[:at]))
        raise BadFile("file", "has the key %(key)s twice in one object; keep one", key=twice)
    return found


def _no_constant(name: str) -> Any:
    raise BadFile("file", "has %(name)s where a number is needed", name=name)


def the_object(said: Any, where: str) -> Mapping[str, Any]:
    """This as an object with keys."""
    if not isinstance(said, Mapping):
        raise BadFile(where, "must be an object with keys")
    return said


def the_list(said: Mapping[str, Any], key: str, where: str, *, optional: bool = False) -> list[Any]:
    """The list under a key; empty where it may be left out."""
    found = said.get(key)
    if found is None and optional:
        return []
    if not isinstance(found, list):
        raise BadFile(where, "is missing" if found is None else "must be a list")
    return found


def text(said: Mapping[str, Any], key: str, where: str, default: str | None = None) -> str:
    """The words under a key."""
    found = said.get(key)
    if found is None and default is not None:
        return default
    if found is None:
        raise BadFile(where, "is missing")
    if not isinstance(found, str) or not found.strip() or "\x00" in found or len(found) > LONGEST_TEXT:
        raise BadFile(where, "must be text of 1 to %(most)s characters", most=LONGEST_TEXT)
    return found.strip()


def number(said: Any, where: str) -> Fraction:
    """A number of at least 0, exact as it was written."""
    if said is None:
        raise BadFile(where, "is missing")
    if isinstance(said, bool) or not isinstance(said, int | float | Decimal):
        raise BadFile(where, "must be a number")
    exact = Decimal(str(said))
    # The exponent first: 1E-999999999 would be a fraction of a thousand million digits.
    if not exact.is_finite() or abs(exact.adjusted()) > 30 or not 0 <= exact < LARGEST_NUMBER:
        raise BadFile(where, "must be a number from 0 to %(most)s", most=LARGEST_NUMBER)
    return Fraction(exact)


def whole(said: Any, where: str, *, least: int = 0) -> int:
    """A whole number of at least so much."""
    found = number(said, where)
    if found.denominator != 1 or found < least:
        raise BadFile(where, "must be a whole number of at least %(least)s", least=least)
    return int(found)


def fen(said: Any, where: str) -> int:
    """An amount of yuan, as fen."""
    found = number(said, where) * 100
    if found.denominator != 1:
        raise BadFile(where, "has more than two decimals of a yuan")
    return int(found)


def moment(said: Mapping[str, Any], key: str, where: str) -> datetime:
    """A moment with its offset; without one it is Beijing time."""
    written = text(said, key, where)
    try:
        if len(written) < len("2016-03-22T09:30"):
            raise ValueError
        found = datetime.fromisoformat(written)
        return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        raise BadFile(where, "%(said)s is no moment; write it as 2016-03-22T09:30:00+08:00", said=written) from None


def day(said: Mapping[str, Any], key: str, where: str) -> date:
    """A day; a moment counts as its day in Shanghai."""
    written = text(said, key, where)
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    try:
        return moment(said, key, where).date()
    except BadFile:
        raise BadFile(where, "%(said)s is no day; write it as 2016-03-22", said=written) from None


def yes_or_no(said: Mapping[str, Any], key: str, where: str, *, default: bool) -> bool:
    """true or false, nothing that only looks like it."""
    found = said.get(key, default)
    if not isinstance(found, bool):
        raise BadFile(where, "must be true or false")
    return found
