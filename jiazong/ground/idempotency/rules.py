"""What a key is, when two requests are the same one, and which answers are kept: pure, without requests or tables."""
import hashlib
import hmac
import re
from collections.abc import Iterable
from enum import Enum

# A key seals the answer that is kept with it, so it has to be long enough not to be guessed (a UUID is 36 characters).
KEY = re.compile(r"[A-Za-z0-9_-]{16,128}")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Headers of an answer that are given again; never cookies, which belong to a session.
KEPT_HEADERS = ("Content-Type", "Location", "HX-Location", "HX-Redirect", "HX-Refresh", "HX-Retarget", "HX-Reswap", "HX-Trigger")
LONGEST_BODY_BYTES = 16 * 1024


class NotAKey(ValueError):
    """What was sent as the key of a write is too short, too long, or has other characters than letters, digits, - and _."""


class Kept(Enum):
    """What of an answer is kept: nothing (it may be tried again), the whole of it, or only that it was done."""

    NOTHING = "nothing"
    WHOLE = "whole"
    DONE = "done"


def read_key(header: str | None, field: str | None) -> str | None:
    """The key of a write from its header, else from its form; None where it has none. Raises NotAKey."""
    # The header may be written as a quoted string (RFC 8941), as the draft of the header has it.
    given = (header or "").strip().strip('"') or (field or "").strip()
    if not given:
        return None
    if not KEY.fullmatch(given):
        raise NotAKey
    return given


def name_of(key: str) -> bytes:
    """Under which name a key is kept: 32 bytes that do not give the key away."""
    return hashlib.sha256(b"jiazong idempotency name\0" + key.encode()).digest()


def seal_of(key: str) -> bytes:
    """The secret (32 bytes) that seals the answer kept with a key; only who holds the key has it."""
    return hmac.digest(key.encode(), b"jiazong idempotency seal", "sha256")


def mark_of(key: str, parts: Iterable[bytes]) -> bytes:
    """A mark (32 bytes) of what was asked; without the key nothing can be guessed from it."""
    mark = hmac.new(key.encode(), b"jiazong idempotency mark", "sha256")
    for part in parts:
        mark.update(len(part).to_bytes(8, "big"))
        mark.update(part)
    return mark.digest()


def kept_of(*, status: int, is_page: bool, is_streaming: bool, body_bytes: int) -> Kept:
    """What of an answer is kept beside a write that took place.

    A refused form (4xx) or a fault (5xx) is not final: the mended form must go through under the same key. Of a whole
    page only that it was done is kept, since it may show what a person must not see again later.
    """
    if status >= 400 or status < 200:
        return Kept.NOTHING
    if 300 <= status < 400:
        return Kept.WHOLE
    return Kept.DONE if is_page or is_streaming or body_bytes > LONGEST_BODY_BYTES else Kept.WHOLE
