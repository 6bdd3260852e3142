"""What can go wrong with the place data is kept in and with its database: one named error, one sentence each.

Every sentence is a msgid: what happened, where, and what to do. ``str(trouble)`` is the sentence in Simplified Chinese,
as on every other line of a terminal, and in English where the catalogues have not been built.
"""

from __future__ import annotations

import errno
import gettext
import os
from pathlib import Path

_CATALOGUES = Path(__file__).parent / "locale"


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue; it is translated when it is told."""
    return sentence


class Trouble(Exception):
    """Something the person at the terminal can mend; never carries a password."""

    sentence = ""

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = {name: str(value) for name, value in values.items()}

    def __str__(self) -> str:
        return self.told("zh_Hans")

    def told(self, language: str) -> str:
        """The sentence in a language that has a catalogue here (zh_Hans, zh_Hant), else in English."""
        words = gettext.translation("django", _CATALOGUES, [language], fallback=True)
        return words.gettext(self.sentence) % self.values


class HomeNotUsable(Trouble):
    sentence = _(
        "The folder %(path)s cannot be used (%(reason)s): make it writable for this user, "
        "or set JIAZONG_HOME to another folder."
    )


class HomeOfAnother(Trouble):
    sentence = _(
        "The folder %(path)s belongs to the user %(owner)s: run the command as that user, "
        "or set JIAZONG_HOME to another folder."
    )


class DiskFull(Trouble):
    sentence = _("The disk that holds %(path)s is full: free some space there and start again; nothing saved is lost.")


class SecretUnreadable(Trouble):
    sentence = _(
        "%(name)s names the file %(path)s, which cannot be read (%(reason)s): "
        "make it readable for the service's user, or correct the name."
    )


class SettingUnfit(Trouble):
    sentence = _("%(name)s is %(value)s, which is not understood: see docs/reference/settings.md.")


class NoServerPrograms(Trouble):
    sentence = _(
        "No PostgreSQL %(least)s or newer is on this machine: install it (apt install postgresql), "
        "or set JIAZONG_DATABASE_URL to a server you already have."
    )


class ServerProgramsUnfit(Trouble):
    sentence = _(
        "JIAZONG_POSTGRES_BIN is %(path)s, where no PostgreSQL %(least)s or newer starts: "
        "set it to a folder with postgres, initdb and pg_ctl, or remove it."
    )


class ServerProgramsBarred(Trouble):
    sentence = _(
        "The user %(user)s cannot run the PostgreSQL programs in %(path)s: install PostgreSQL system-wide "
        "(apt install postgresql), or set JIAZONG_HOME to a disk where programs may run."
    )


class NoServerUser(Trouble):
    sentence = _(
        "PostgreSQL does not run as root and no other user can be used here (%(reason)s): run the command as an "
        "ordinary user, or set JIAZONG_DATABASE_URL."
    )


class OtherMajorVersion(Trouble):
    sentence = _(
        "The data in %(data)s was written by PostgreSQL %(written)s and only PostgreSQL %(present)s is here: install "
        "PostgreSQL %(written)s to go on, or dump with it and load the dump into an empty JIAZONG_HOME."
    )


class DataMissing(Trouble):
    sentence = _(
        "The database folder %(data)s is gone: bring its disk or its backup back, "
        "or delete %(note)s to begin again with nothing."
    )


class CreationFailed(Trouble):
    sentence = _("The database could not be created in %(path)s (%(reason)s): mend that and start again.")


class StartFailed(Trouble):
    sentence = _("The database in %(data)s did not start (%(reason)s): the whole story is in %(log)s.")


class StopFailed(Trouble):
    sentence = _(
        "The database server (process %(pid)s) has not stopped after %(seconds)s seconds: "
        "wait and stop again; do not kill it."
    )


class AddressGone(Trouble):
    sentence = _(
        "The database runs, but its address %(path)s has disappeared: "
        "stop Jiazong completely and start it again."
    )


class StillBusy(Trouble):
    sentence = _(
        "Another command has been starting or stopping the database in %(path)s for %(seconds)s seconds: "
        "wait for it, or look what hangs there."
    )


class DatabaseUnreachable(Trouble):
    sentence = _(
        "The database at %(where)s (JIAZONG_DATABASE_URL) cannot be reached (%(reason)s): "
        "check that it runs and that address, name and password are right."
    )


class DatabaseAddressUnfit(Trouble):
    sentence = _(
        "JIAZONG_DATABASE_URL is not an address of PostgreSQL: "
        "write it as postgresql://name:password@machine:5432/database."
    )


class DatabaseTooOld(Trouble):
    sentence = _(
        "The database at %(where)s (JIAZONG_DATABASE_URL) is PostgreSQL %(version)s and Jiazong needs %(least)s or newer: "
        "upgrade it, or remove JIAZONG_DATABASE_URL to use the built-in one."
    )


class BackupRoleBound(Trouble):
    sentence = _(
        "The database role %(role)s at %(where)s sees only part of the rows, so its backup would not be whole: "
        "set JIAZONG_BACKUP_DATABASE_URL to a role that is superuser or has BYPASSRLS."
    )


class BackupProgramsMissing(Trouble):
    sentence = _(
        "No pg_dump and pg_restore for PostgreSQL %(major)s are on this machine: "
        "install postgresql-client-%(major)s, or set JIAZONG_POSTGRES_BIN."
    )


class BackupRunning(Trouble):
    sentence = _("Another backup of this database is being made: wait until it has ended, and look at jiazong status.")


class BackupFailed(Trouble):
    sentence = _("The backup was not made (%(reason)s): nothing was kept; mend that and start it again.")


class BackupFolderUnfit(Trouble):
    sentence = _(
        "The backup folder %(path)s cannot be used (%(reason)s): mend that, or set JIAZONG_BACKUP_FOLDER to another folder."
    )


class NoBackup(Trouble):
    sentence = _("There is no backup in %(path)s: make one with jiazong backup, or name the file.")


class BackupDamaged(Trouble):
    sentence = _(
        "The backup %(path)s is not as it was written (%(where)s): do not rely on it, and take an older or another copy."
    )


class BackupKeyMissing(Trouble):
    sentence = _(
        "The backup %(path)s was sealed with the master key %(key)s, which is not here: "
        "bring that key back (jiazong keys recover) and try again."
    )


class RestoreRoleWeak(Trouble):
    sentence = _(
        "The database role %(role)s at %(where)s may not make a scratch database: "
        "set JIAZONG_BACKUP_DATABASE_URL to a role with CREATEDB and BYPASSRLS."
    )


class RestoreFailed(Trouble):
    sentence = _("The backup %(path)s could not be restored (%(reason)s): the database in use was not touched.")


class RestoreBarred(Trouble):
    sentence = _(
        "The database %(database)s already holds data: stop the product and repeat the command with --replace; "
        "the present database is kept under another name."
    )


class ProductRunning(Trouble):
    sentence = _("Jiazong is running at %(where)s: stop it with jiazong down before its database is replaced.")


def from_os(error: OSError, path: Path) -> Trouble:
    """The sentence for what the operating system refused at this path."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(path=path)
    return HomeNotUsable(path=path, reason=os.strerror(error.errno) if error.errno else str(error))
