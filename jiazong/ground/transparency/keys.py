"""The secret key of the log and its last word: files outside the database, so that a database put back in time is noticed."""
import base64
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from jiazong.ground import durable
from jiazong.ground.transparency import notes


class KeyExposed(PermissionError):
    """Others than the owner may read the key file."""


class KeyUnreadable(ValueError):
    """The key file holds no key."""


@dataclass(frozen=True, repr=False)
class Signer:
    """Who signs checkpoints: the secret key and its public side under the log's name."""

    secret: Ed25519PrivateKey
    key: notes.Key

    def sign(self, size: int, root: bytes, time: str) -> str:
        """The signed note of a checkpoint."""
        return notes.sign_log(notes.body_of(self.key.name, size, root, time), self.secret, self.key)


def signer(origin: str | None = None) -> Signer:
    """The log's signer under this name (by default the one of the settings); the key is made where there is none.

    Raises KeyExposed unless the file is readable by its owner alone, KeyUnreadable, OSError.
    """
    secret = _read(file())
    return Signer(secret, notes.key_of(origin or settings.JIAZONG_EVIDENCE_ORIGIN, notes.LOG_KEY, secret))


def file() -> Path:
    """Where the secret key lies."""
    return Path(settings.JIAZONG_EVIDENCE_KEY_FILE)


def is_there() -> bool:
    """Whether a key was made already."""
    return file().exists()


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        mode, text = path.stat().st_mode, path.read_text()
    except FileNotFoundError:
        durable.write_once(path, base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
        mode, text = path.stat().st_mode, path.read_text()
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyExposed(str(path))
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text.strip(), validate=True))
    except ValueError as fault:
        raise KeyUnreadable(str(path)) from fault


def head_file(log: object) -> Path:
    """Where the last checkpoint of a log is kept outside the database."""
    return file().parent / f"evidence-{log}.head"


def read_head(log: object) -> str:
    """The last checkpoint that was made public, or nothing."""
    try:
        return head_file(log).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def write_head(log: object, note: str) -> None:
    """Keep a checkpoint outside the database; after a crash the old or the new one is there, whole."""
    durable.write_whole(head_file(log), note)
