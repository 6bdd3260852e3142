"""Short texts sealed under a key that only the product's own folder holds: nothing of them can be read in the database."""
import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


class SealBroken(ValueError):
    """A sealed text that was changed, or sealed with another secret key or for another purpose."""


def seal(text: str, *, purpose: str) -> str:
    """Seal a text with AES-256-GCM; the key comes from the secret key by HKDF (RFC 5869), one for each purpose."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(_key(purpose)).encrypt(nonce, text.encode(), purpose.encode())
    return base64.urlsafe_b64encode(sealed).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The text that was sealed for that purpose; raises SealBroken."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
        return AESGCM(_key(purpose)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken(purpose) from error


def _key(purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"jiazong {purpose}".encode())
    return derived.derive(settings.SECRET_KEY.encode())
