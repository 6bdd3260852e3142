"""The master key, which wraps all other keys and never lies in the database: a file 0600, or the environment."""
import base64
import binascii
import os
import secrets
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from jiazong.ground import durable
from jiazong.ground.privacy import troubles
from jiazong.ground.privacy.rules.suites import A256GCM, NONCE, Suite

ENVIRONMENT = "JIAZONG_MASTER_KEY"
SECRET_BYTES = 32
HEADER = "# 家综主密钥：丢了它，封存的内容谁也打不开。请打印三张恢复纸（jiazong keys shares），分三处保管。\n"


@dataclass(frozen=True, repr=False)
class Master:
    """One version of the master key; the fingerprint tells which one a key was wrapped by, and nothing about it."""

    version: int
    secret: bytes

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits."""
        return A256GCM.mac(self.secret, b"jiazong master key fingerprint")[:8].hex()

    def wrap(self, suite: Suite, material: bytes, label: bytes) -> bytes:
        """A key wrapped for storage, bound to its label."""
        nonce = os.urandom(NONCE)
        return nonce + self._box(suite).encrypt(nonce, material, label)

    def unwrap(self, suite: Suite, wrapped: bytes, label: bytes) -> bytes:
        """The key again; raises NotAuthentic."""
        return self._box(suite).decrypt(wrapped[:NONCE], wrapped[NONCE:], label)

    def _box(self, suite: Suite):
        return suite.box(suite.derive(self.secret, f"jiazong wrap {suite.name}"))


def masters() -> list[Master]:
    """All versions of the master key, the newest last; raises MasterKeyMissing, MasterKeyExposed, MasterKeyUnreadable."""
    if told := os.environ.get(ENVIRONMENT):
        return list(_parsed(told, ENVIRONMENT))
    path = file()
    try:
        found = path.stat()
    except OSError as fault:
        raise troubles.MasterKeyMissing(str(path)) from fault
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise troubles.MasterKeyExposed(str(path))
    return list(_read(path, found.st_mtime_ns, found.st_ino))


def newest() -> Master:
    """The version that wraps what is made from now on."""
    return masters()[-1]


def by_fingerprint(fingerprint: str) -> Master:
    """The version a key was wrapped by; raises MasterKeyMissing."""
    for one in masters():
        if one.fingerprint == fingerprint:
            return one
    raise troubles.MasterKeyMissing(f"fingerprint {fingerprint}")


def file() -> Path:
    """Where the master key lies when the environment does not carry it."""
    return Path(settings.JIAZONG_MASTER_KEY_FILE)


def is_there() -> bool:
    """Whether there is a master key at all."""
    return bool(os.environ.get(ENVIRONMENT)) or file().exists()


def make() -> Master:
    """Make the first master key; where another process was faster, its key holds."""
    made = Master(1, secrets.token_bytes(SECRET_BYTES))
    return made if durable.write_once(file(), _text_of([made])) else newest()


def add() -> Master:
    """Add a new version of the master key beside the present ones; raises MasterKeyElsewhere where a file is not its home."""
    if os.environ.get(ENVIRONMENT):
        raise troubles.MasterKeyElsewhere(ENVIRONMENT)
    present = masters()
    made = Master(present[-1].version + 1, secrets.token_bytes(SECRET_BYTES))
    keep([*present, made])
    return made


def bring_back(secret: bytes) -> Master:
    """Put a master key that was kept on paper back to where it lies; one that is there already stays as it is."""
    if os.environ.get(ENVIRONMENT):
        raise troubles.MasterKeyElsewhere(ENVIRONMENT)
    present = masters() if file().exists() else []
    back = Master(present[-1].version + 1 if present else 1, secret)
    for one in present:
        if one.fingerprint == back.fingerprint:
            return one
    keep([*present, back])
    return back


def keep(versions: list[Master]) -> None:
    """Replace the file by these versions, whole or not at all."""
    file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    durable.write_whole(file(), _text_of(versions))


def _text_of(versions: list[Master]) -> str:
    return HEADER + "".join(f"{one.version} {base64.b64encode(one.secret).decode()}\n" for one in versions)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, inode: int) -> tuple[Master, ...]:
    """The file as it was when it last changed; read again as soon as it is another one."""
    return _parsed(path.read_text(encoding="utf-8"), str(path))


def _parsed(text: str, where: str) -> tuple[Master, ...]:
    found = []
    for line in text.replace(";", "\n").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        try:
            version, secret = line.split()
            found.append(Master(int(version), base64.b64decode(secret, validate=True)))
        except (ValueError, binascii.Error) as fault:
            raise troubles.MasterKeyUnreadable(where) from fault
    if not found or any(len(one.secret) != SECRET_BYTES for one in found):
        raise troubles.MasterKeyUnreadable(where)
    return tuple(sorted(found, key=lambda one: one.version))
