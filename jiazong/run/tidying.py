"""What is too old to be of use to anybody is cleared away once a day: keys of writes, files nobody will finish."""
import logging
import time
from pathlib import Path

from django.conf import settings

from jiazong.ground.access.context import acting_as_system
from jiazong.ground.idempotency import actions as keys
from jiazong.run import home

log = logging.getLogger("jiazong.tidying")

# What is written under a passing name and renamed when it is whole; older than a day, its writer is dead.
PASSING = ("*.part", "*.partial", "*.tmp", "secret.key.*")
DAY_SECONDS = 24 * 60 * 60


def tidy() -> dict[str, int]:
    """Clear away what is too old; answers how much of each kind."""
    with acting_as_system("tidying"):
        done = {"keys": keys.forget_old(days=settings.JIAZONG_KEYS_KEPT_DAYS)}
    done["files"] = sum(_remove(path) for path in _passing(home.folder()))
    log.info("tidied: %s", ", ".join(f"{count} {kind}" for kind, count in done.items() if count) or "nothing")
    return done


def _passing(folder: Path) -> list[Path]:
    old = time.time() - DAY_SECONDS
    found = {path for pattern in PASSING for place in (folder, folder / "run", folder / "log") for path in place.glob(pattern)}
    return sorted(path for path in found if path.is_file() and path.stat().st_mtime < old)


def _remove(path: Path) -> int:
    path.unlink(missing_ok=True)
    return 1
