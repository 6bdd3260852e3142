"""What an operator tells by the environment: a value as it stands, or for secrets a file that holds it."""

from __future__ import annotations

import os
from datetime import time
from pathlib import Path

from jiazong.run import home
from jiazong.run.troubles import SecretUnreadable, SettingUnfit

# Each may be given as NAME or, better, as NAME_FILE: a file that only the service's user can read.
FILES = {
    "JIAZONG_DATABASE_URL": "JIAZONG_DATABASE_URL_FILE",
    "JIAZONG_APP_DATABASE_URL": "JIAZONG_APP_DATABASE_URL_FILE",
    "JIAZONG_BACKUP_DATABASE_URL": "JIAZONG_BACKUP_DATABASE_URL_FILE",
    "JIAZONG_SECRET_KEY": "JIAZONG_SECRET_KEY_FILE",
}


def read_files() -> None:
    """Take the secrets that lie in files into this process; a file goes before a value. Raises SecretUnreadable."""
    for name, by_file in FILES.items():
        if path := os.environ.get(by_file):
            os.environ[name] = _read(by_file, path)


def _read(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SecretUnreadable(name=name, path=path, reason=error.strerror) from None
    except UnicodeDecodeError:
        raise SecretUnreadable(name=name, path=path, reason="not text") from None


def backup_hour() -> time | None:
    """When the daily backup is made (JIAZONG_BACKUP_AT, 02:30), None where it is `off`. Raises SettingUnfit."""
    said = os.environ.get("JIAZONG_BACKUP_AT") or "02:30"
    try:
        return None if said == "off" else time.fromisoformat(said)
    except ValueError:
        raise SettingUnfit(name="JIAZONG_BACKUP_AT", value=said) from None


def backup_folder() -> Path:
    """Where the backups lie or would lie (JIAZONG_BACKUP_FOLDER, else ``backups`` in the home); nothing is made."""
    chosen = os.environ.get("JIAZONG_BACKUP_FOLDER")
    return Path(os.path.abspath(os.path.expanduser(chosen))) if chosen else home.location() / "backups"


def watched_folders() -> dict[str, Path]:
    """The folders whose disks must not fill up."""
    return {"data": home.location(), "backups": backup_folder()}
