"""Checkpoints as signed notes: C2SP signed-note, tlog-checkpoint and tlog-cosignature. Pure."""
import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG_KEY, WITNESS_KEY = 0x01, 0x04
DASH = "\u2014 "
LARGEST_NOTE = 64 * 1024


class BadNote(ValueError):
    """A text that is no checkpoint, or a key that is none."""


class BadSignature(BadNote):
    """A signature that was not made by its key over this text."""


@dataclass(frozen=True)
class Key:
    """Somebody's public key: the name, the kind (LOG_KEY or WITNESS_KEY) and the 32 bytes of Ed25519."""

    name: str
    kind: int
    public: bytes

    @cached_property
    def number(self) -> bytes:
        """The four bytes by which a signature line names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.number.hex()}+{_coded(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Read a key written as one line; raises BadNote."""
        name, plus, rest = text.strip().partition("+")
        number, second, coded = rest.partition("+")
        material = _decoded(coded)
        if not (plus and second and is_name(name)) or len(material) != 33 or material[0] not in (LOG_KEY, WITNESS_KEY):
            raise BadNote("not a key of the form name+number+key")
        key = cls(name, material[0], material[1:])
        if key.number.hex() != number:
            raise BadNote("the number of the key does not fit the key")
        return key

    def check(self, text: bytes, signature: bytes) -> None:
        """Raise BadSignature unless the holder of this key signed the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except (InvalidSignature, ValueError) as fault:
            raise BadSignature(self.name) from fault


@dataclass(frozen=True)
class Line:
    """One signature line of a note."""

    text: str
    name: str
    number: bytes
    signature: bytes

    @classmethod
    def parse(cls, text: str) -> "Line":
        """Read a signature line without its end of line; raises BadNote."""
        name, _, coded = text.removeprefix(DASH).partition(" ")
        data = _decoded(coded)
        if not text.startswith(DASH) or not is_name(name) or len(data) < 5:
            raise BadNote("not a signature line")
        return cls(text, name, data[:4], data[4:])


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint read from a note; that it can be read says nothing about who signed it."""

    body: str
    origin: str
    size: int
    root: bytes
    time: str
    lines: tuple[Line, ...]

    @classmethod
    def parse(cls, note: str) -> "Checkpoint":
        """Read a note; raises BadNote."""
        body, gap, signed = note.partition("\n\n")
        told = body.split("\n")
        if not gap or len(note) > LARGEST_NOTE or not signed.endswith("\n") or len(told) < 3 or not told[0]:
            raise BadNote("not a checkpoint")
        origin, size, root, *more = told
        if not (size.isascii() and size.isdecimal()) or (size != "0" and size.startswith("0")) or len(size) > 18:
            raise BadNote("the size is no number")
        hashed = _decoded(root)
        if len(hashed) != 32:
            raise BadNote("the root has 32 bytes")
        time = next((line.removeprefix("time ") for line in more if line.startswith("time ")), "")
        return cls(body + "\n", origin, int(size), hashed, time, tuple(Line.parse(line) for line in signed.split("\n")[:-1]))

    def check_log(self, key: Key) -> None:
        """Raise BadSignature unless the log of this key signed the checkpoint under its own name."""
        if key.kind != LOG_KEY or key.name != self.origin:
            raise BadSignature(key.name)
        key.check(self.body.encode(), self._line_of(key).signature)

    def check_witness(self, key: Key) -> int:
        """The time in Unix seconds at which this witness signed; raises BadSignature."""
        return check_cosignature(self.body, self._line_of(key), key)

    def _line_of(self, key: Key) -> Line:
        for line in self.lines:
            if (line.name, line.number) == (key.name, key.number):
                return line
        raise BadSignature(key.name)


def check_cosignature(body: str, line: Line, key: Key) -> int:
    """The time in Unix seconds of a witness's signature over the body of a checkpoint; raises BadSignature."""
    if key.kind != WITNESS_KEY or (line.name, line.number) != (key.name, key.number) or len(line.signature) != 72:
        raise BadSignature(key.name)
    when = int.from_bytes(line.signature[:8], "big")
    key.check(cosigned(body, when), line.signature[8:])
    return when


def cosigned(body: str, when: int) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {when}\n{body}".encode()


def body_of(origin: str, size: int, root: bytes, time: str) -> str:
    """The text of a checkpoint that is signed."""
    return f"{origin}\n{size}\n{_coded(root)}\ntime {time}\n"


def sign_log(body: str, secret: Ed25519PrivateKey, key: Key) -> str:
    """The note: the body with the log's own signature under it."""
    return f"{body}\n{_line(key, secret.sign(body.encode()))}"


def sign_witness(body: str, secret: Ed25519PrivateKey, key: Key, when: int) -> str:
    """The line a witness adds under the note."""
    return _line(key, when.to_bytes(8, "big") + secret.sign(cosigned(body, when)))


def key_of(name: str, kind: int, secret: Ed25519PrivateKey) -> Key:
    """The public key of a secret one; raises BadNote for a name with spaces or a plus sign."""
    if not is_name(name):
        raise BadNote("a name has no spaces and no plus sign")
    return Key(name, kind, secret.public_key().public_bytes_raw())


def is_name(name: str) -> bool:
    """Whether a key may have this name."""
    return bool(name) and name.isprintable() and not any(sign.isspace() or sign == "+" for sign in name)


def _line(key: Key, signature: bytes) -> str:
    return f"{DASH}{key.name} {_coded(key.number + signature)}\n"


def _coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadNote("not Base64") from fault
