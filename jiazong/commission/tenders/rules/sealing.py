"""The hash that shows a bid was not changed since it was sealed: SHA-256 of its canonical JSON (RFC 8785)."""
import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from jiazong.commission.tenders.rules import reading
from jiazong.commission.tenders.rules.reading import BadFile

SEAL, HASH = "seal", "sealed_sha256"
AFTER_OPENING = ("panel_scores", "technical", "business")
# Not the bidder's: the seal itself, the receiver's stamp, and what the panel writes after the opening.
OUTSIDE_THE_SEAL = frozenset({SEAL, HASH, "received", *AFTER_OPENING})
HEXADECIMAL = re.compile(r"[0-9a-f]{64}")


def digest(said: Mapping[str, Any]) -> str:
    """The hash of a bid's content in hexadecimal, without the seal, the time of receipt and the panel's scores."""
    return hashlib.sha256(canonical({key: value for key, value in said.items() if key not in OUTSIDE_THE_SEAL})).hexdigest()


def sealed_hash(said: Mapping[str, Any]) -> str | None:
    """The hash a bid carries (`sealed_sha256`, or `seal.sha256`), None where it was never sealed. Raises BadFile."""
    if said.get(SEAL) is not None:
        found, where = reading.the_object(said[SEAL], SEAL).get("sha256"), "seal.sha256"
    elif said.get(HASH) is not None:
        found, where = said[HASH], HASH
    else:
        return None
    if not isinstance(found, str) or not HEXADECIMAL.fullmatch(found.strip().lower()):
        raise BadFile(where, "must be the 64 hexadecimal digits of a SHA-256")
    return found.strip().lower()


def canonical(said: Any) -> bytes:
    """JSON in its one form: keys in the order of UTF-16, no blanks, a number always written the same way."""
    try:
        return _written(said).encode()
    except RecursionError:
        raise BadFile("file", "is nested too deeply") from None


def _written(said: Any) -> str:
    if said is None or isinstance(said, bool):
        return {None: "null", True: "true", False: "false"}[said]
    if isinstance(said, str):
        return encode_basestring(said)
    if isinstance(said, int | float | Decimal):
        return _number(said)
    if isinstance(said, Mapping):
        keys = sorted(said, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{encode_basestring(key)}:{_written(said[key])}" for key in keys) + "}"
    return "[" + ",".join(_written(one) for one in said) + "]"


def _number(said: int | float | Decimal) -> str:
    """A number without needless noughts: 1980000.0 and 1.98e6 are 1980000."""
    exact = Decimal(str(said))
    if not exact.is_finite() or abs(exact.adjusted()) > 30:
        raise BadFile("file", "holds a number nobody can read")
    plain = format(exact, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain
