"""The two cipher suites behind one small interface; pure: the same key, nonce and data give the same answer.

A256GCM: AES-256-GCM (NIST SP 800-38D) with HMAC-SHA256. SM4GCM: SM4-GCM (GB/T 32907, RFC 8998) with HMAC-SM3 (GB/T 32905).
Software SM algorithms are compatible, not certified: a 密评 needs a certified module.
"""
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
TAG = 16


class NotAuthentic(Exception):
    """The sealed value was changed, cut, moved to another place, or sealed with another key."""


class Box(Protocol):
    """One key of one suite, ready for use."""

    def encrypt(self, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        """The ciphertext followed by its 16-byte tag."""

    def decrypt(self, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        """The text again; raises NotAuthentic."""


class AesBox:
    """AES-256-GCM."""

    def __init__(self, key: bytes) -> None:
        self._gcm = AESGCM(key)
        self.encrypt = self._gcm.encrypt

    def decrypt(self, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        try:
            return self._gcm.decrypt(nonce, data, aad)
        except (InvalidTag, ValueError) as fault:
            raise NotAuthentic from fault


class Sm4Box:
    """SM4-GCM with the full 128-bit tag."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        work = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(aad)
        return work.update(data) + work.finalize() + work.tag

    def decrypt(self, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        try:
            work = Cipher(self._algorithm, modes.GCM(nonce, data[-TAG:])).decryptor()
            work.authenticate_additional_data(aad)
            return work.update(data[:-TAG]) + work.finalize()
        except (InvalidTag, ValueError) as fault:
            raise NotAuthentic from fault


@dataclass(frozen=True)
class Suite:
    """A suite: its name in settings, its byte in the envelope, the length of its keys, its cipher and its hash."""

    name: str
    code: int
    key_bytes: int
    box: type
    digest: type[hashes.HashAlgorithm]

    def mac(self, key: bytes, data: bytes) -> bytes:
        """HMAC of the suite's hash, 32 bytes."""
        work = hmac.HMAC(key, self.digest())
        work.update(data)
        return work.finalize()

    def derive(self, secret: bytes, purpose: str) -> bytes:
        """A key of the suite's length for one purpose out of a secret (HKDF, RFC 5869)."""
        return HKDF(algorithm=self.digest(), length=self.key_bytes, salt=None, info=purpose.encode()).derive(secret)


A256GCM = Suite("A256GCM", 1, 32, AesBox, hashes.SHA256)
SM4GCM = Suite("SM4GCM", 2, 16, Sm4Box, hashes.SM3)
BY_NAME = {suite.name: suite for suite in (A256GCM, SM4GCM)}
BY_CODE = {suite.code: suite for suite in (A256GCM, SM4GCM)}
