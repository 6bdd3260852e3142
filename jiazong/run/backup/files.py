"""Backups as files: where they lie, what they are called, reading one, and which are removed."""

from __future__ import annotations

import json
import os
import re
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from jiazong.run.backup import keys, sealing
from jiazong.run.told import backup_folder
from jiazong.run.troubles import BackupDamaged, BackupFolderUnfit, BackupKeyMissing, NoBackup

ENDING, MAKING = ".jzb", ".making-"
_NAME = re.compile(r"jiazong-\d{8}T\d{6}-[0-9a-f]{6}\.jzb")
_LENGTH = struct.Struct(">Q")
_LONGEST_MANIFEST_BYTES = 64 << 20


@dataclass(frozen=True)
class Opened:
    """A backup that is being read: what it says of itself, and the dump."""

    path: Path
    manifest: dict[str, Any]
    dump: Iterator[bytes]


def folder(chosen: Path | None = None) -> Path:
    """The folder of the backups, made when missing: the chosen one, else where the settings say.

    Raises BackupFolderUnfit.
    """
    path = Path(os.path.abspath(os.path.expanduser(chosen))) if chosen else backup_folder()
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(13, "not writable")
    except OSError as error:
        raise BackupFolderUnfit(path=path, reason=error.strerror) from error
    return path


def name_for(moment: datetime) -> str:
    """A name that sorts by time and is never taken twice."""
    return f"jiazong-{moment:%Y%m%dT%H%M%S}-{os.urandom(3).hex()}{ENDING}"


def listed(place: Path) -> list[Path]:
    """The whole backups of a folder, oldest first; what is still being made is none."""
    return sorted(path for path in place.glob(f"*{ENDING}") if _NAME.fullmatch(path.name) and path.is_file())


def newest(place: Path) -> Path:
    """The newest backup of a folder; raises NoBackup."""
    found = listed(place)
    if not found:
        raise NoBackup(path=place)
    return found[-1]


def written(manifest: dict[str, Any], dump: Iterator[bytes]) -> Iterator[bytes]:
    """What is sealed: the manifest with its length before it, then the dump."""
    told = json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode()
    yield _LENGTH.pack(len(told)) + told
    yield from dump


@contextmanager
def reading(path: Path, *, find_key: Callable[[str], bytes | None] = keys.find) -> Iterator[Opened]:
    """Open a backup; its dump comes piece by piece and raises BackupDamaged at the first one that is not as written.

    Raises NoBackup, BackupKeyMissing, BackupDamaged.
    """
    try:
        with path.open("rb") as source:
            yield _opened(path, source, find_key)
    except FileNotFoundError:
        raise NoBackup(path=path) from None
    except sealing.Damaged as fault:
        raise BackupDamaged(path=path, where=fault) from None


def _opened(path: Path, source: BinaryIO, find_key: Callable[[str], bytes | None]) -> Opened:
    named = str(sealing.read_line(source).get("key", ""))
    secret = find_key(named)
    if secret is None:
        raise BackupKeyMissing(path=path, key=named)
    source.seek(0)
    plain = sealing.opened(source, secret=secret)
    held = next(plain)
    if len(held) < _LENGTH.size:
        raise sealing.Damaged("the manifest")
    (length,) = _LENGTH.unpack_from(held)
    if length > _LONGEST_MANIFEST_BYTES:
        raise sealing.Damaged("the manifest")
    end = _LENGTH.size + length
    while len(held) < end:
        held += next(plain, b"") or _cut_off()
    return Opened(path, json.loads(held[_LENGTH.size : end]), _then(held[end:], plain))


def _then(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


def _cut_off() -> bytes:
    raise sealing.Damaged("the manifest")


def clear_remains(place: Path) -> None:
    """Remove what a killed backup has left; only called while no other backup is being made."""
    for left in place.glob(f"{MAKING}*"):
        left.unlink(missing_ok=True)


def prune(place: Path, *, keep: int, newest_good: Path) -> list[Path]:
    """Remove all but the newest so many, and never the one that has just been found good; answers what went."""
    found = [path for path in listed(place) if path != newest_good]
    gone = found[: max(len(found) - max(keep - 1, 0), 0)]
    for path in gone:
        path.unlink(missing_ok=True)
        path.with_name(path.name + ".sha256").unlink(missing_ok=True)
    return gone
