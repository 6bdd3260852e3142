"""Closing and opening a bid: anybody can close with the public half of a tender's key, only the other half opens.

X25519 with a fresh key for every bid, HKDF-SHA256 to a key of 256 bits, AES-256-GCM; the number of the bid is bound in, so
that a bid cannot be put in another's place. There is no SM2 in the library, so this one place does not follow the suite.
"""
import os

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from jiazong.ground.privacy.rules.suites import A256GCM, NONCE, NotAuthentic

KEY = 32


class DoesNotOpen(ValueError):
    """The bytes are no bid closed for this tender under this number."""


def make_keys() -> tuple[str, str]:
    """A new pair for one tender as hexadecimal: the public half that closes, the secret half that opens."""
    secret = X25519PrivateKey.generate()
    return secret.public_key().public_bytes_raw().hex(), secret.private_bytes_raw().hex()


def close(public: str, number: str, data: bytes) -> bytes:
    """The bytes closed for a tender under the number of a bid."""
    fresh = X25519PrivateKey.generate()
    ours = fresh.public_key().public_bytes_raw()
    shared = fresh.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(public)))
    nonce = os.urandom(NONCE)
    return ours + nonce + _box(shared, ours, public).encrypt(nonce, data, _bound(number))


def open_with(secret: str, number: str, closed: bytes) -> bytes:
    """The bytes again; raises DoesNotOpen."""
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    ours, nonce, rest = closed[:KEY], closed[KEY : KEY + NONCE], closed[KEY + NONCE :]
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(ours))
        return _box(shared, ours, key.public_key().public_bytes_raw().hex()).decrypt(nonce, rest, _bound(number))
    except (NotAuthentic, ValueError) as fault:
        raise DoesNotOpen(number) from fault


def _box(shared: bytes, ours: bytes, public: str) -> object:
    return A256GCM.box(A256GCM.derive(shared + ours + bytes.fromhex(public), "tenders bid"))


def _bound(number: str) -> bytes:
    return f"tenders_bid|{number}".encode()
