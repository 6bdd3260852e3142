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
    "JIAZONG_BACKUP_DATABASE_URL": "JIAZONG_BACKUP_DATABASE_URL_FILE",
    "JIAZONG_SECRET_KEY": "JIAZONG_SECRET_KEY_FILE",
}


def secret(name: str) -> str:
    """The value of a secret, from the file named by NAME_FILE or from NAME; empty where neither is set.

    Raises SecretUnreadable where the file cannot be read.
    """
    path = os.environ.get(FILES[name])
    if not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SecretUnreadable(name=FILES[name], path=path, reason=error.strerror) from None
    except UnicodeDecodeError:
        raise SecretUnreadable(name=FILES[name], path=path, reason="not text") from None


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
