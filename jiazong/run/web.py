"""The web server of `jiazong up`: `python -m jiazong.run.web FOLDER HOST PORT`."""
import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from jiazong.run import logs, serving


def main(host: str, port: int) -> None:
    """Serve until told to stop; a request that is running then is finished."""
    # A database that does not even answer the door is given up soon: the page says so.
    os.environ.setdefault("PGCONNECT_TIMEOUT", "5")
    Granian(
        "jiazong.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=serving.WEB_WORKERS,
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=logs.settings(),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=serving.FINISH_SECONDS - 2,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[2], int(sys.argv[3]))
