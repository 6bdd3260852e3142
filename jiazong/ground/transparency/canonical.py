"""The canonical JSON of RFC 8785 for what a leaf may hold: text, whole numbers, truth, nothing, lists, ASCII keys. Pure."""
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

LARGEST = 2**53 - 1
SALT_BYTES = 16
KEPT_KEYS = frozenset(("adopted", "commit", "facts", "kind", "subject", "written_at"))

_quote = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


class NotCanonical(ValueError):
    """A value that a leaf may not hold."""


def canonical(value: Any) -> str:
    """The one way to write a value as JSON (RFC 8785); NotCanonical for what has no place in a leaf."""
    _check(value)
    return _quote(value)


def _check(value: Any) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
            raise NotCanonical("half of a surrogate pair")
    elif isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise NotCanonical(f"{value} is beyond 2**53")
    elif isinstance(value, (list, tuple)):
        for one in value:
            _check(one)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical(f"the key {key!r} is not ASCII")
            _check(one)
    else:
        raise NotCanonical(f"{type(value).__name__} has no place in a leaf")


def commit_of(salt: bytes, private: str) -> str:
    """HMAC-SHA256(salt, canonical private part) as lower-case hexadecimal."""
    return hmac.digest(salt, private.encode(), "sha256").hex()


def content_of(*, kind: str, subject: str, written_at: str, facts: str, commit: str, adopted: bool) -> bytes:
    """The bytes of a leaf, from facts that are canonical already; the same as the canonical form of `leaf_of`."""
    mark = '"adopted":true,' if adopted else ""
    return (
        f'{{{mark}"commit":"{commit}","facts":{facts},"kind":"{kind}",'
        f'"subject":{_quote(subject)},"written_at":"{written_at}"}}'
    ).encode()


def hash_of(*, salt: bytes, private: str, **parts: Any) -> bytes:
    """The hash of a leaf: SHA-256(0x00 ‖ content)."""
    return hashlib.sha256(b"\x00" + content_of(commit=commit_of(salt, private), **parts)).digest()


def leaf_of(*, kind: str, subject: str, written_at: str, facts: str, commit: str, adopted: bool) -> dict[str, Any]:
    """A leaf as an object, to be handed to whoever checks it."""
    mark = {"adopted": True} if adopted else {}
    return {**mark, "commit": commit, "facts": json.loads(facts), "kind": kind, "subject": subject, "written_at": written_at}
