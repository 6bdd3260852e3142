"""The answer kept with a key is sealed with that key: who has only the table or its backup cannot read it."""
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jiazong.ground.idempotency import rules

_NONCE_BYTES = 12


class Unreadable(ValueError):
    """A kept answer that was not sealed with this key, or was changed since."""


def seal(key: str, answer: dict[str, Any], *, bound_to: bytes) -> bytes:
    """Seal an answer with the key of its write, bound to what was asked."""
    nonce = os.urandom(_NONCE_BYTES)
    words = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    return nonce + AESGCM(rules.seal_of(key)).encrypt(nonce, words, bound_to)


def unseal(key: str, sealed: bytes, *, bound_to: bytes) -> dict[str, Any]:
    """The answer that was sealed. Raises Unreadable."""
    try:
        return json.loads(AESGCM(rules.seal_of(key)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to))
    except InvalidTag:
        raise Unreadable from None
