"""The key that seals backups: the master key, which is not in the database; so its paper shares bring backups back too."""

from __future__ import annotations

from django.conf import settings

from jiazong.ground.privacy import master, troubles
from jiazong.ground.privacy.rules.suites import BY_NAME, Suite
from jiazong.run.troubles import BackupFailed


def current(*, may_make: bool) -> tuple[str, bytes, Suite]:
    """The name and the secret new backups are sealed with, and the suite the settings choose.

    Where there is no master key it is made, if nothing can have been sealed by one that was lost.
    Raises BackupFailed where the key is missing, cannot be read, or can be read by others.
    """
    try:
        held = master.make() if may_make and not master.is_there() else master.newest()
    except troubles.SealingTrouble as fault:
        raise BackupFailed(reason=f"{type(fault).__name__}: {fault}") from fault
    return held.fingerprint, held.secret, BY_NAME[settings.JIAZONG_CIPHER_SUITE]


def find(name: str) -> bytes | None:
    """The secret of that name, None where it is not here."""
    try:
        return master.by_fingerprint(name).secret
    except troubles.MasterKeyMissing:
        return None
