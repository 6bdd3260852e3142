"""What an operator tells by the environment: a value as it stands, or for secrets a file that holds it."""

from __future__ import annotations

import os
from pathlib import Path

from jiazong.run.troubles import SecretUnreadable

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
