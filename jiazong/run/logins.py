"""With which login a process reaches the database, and what it may: the web, the worker, the command line, the owner.

The built-in server has a login of its own for each. On somebody else's server the one login becomes the role, unless
JIAZONG_APP_DATABASE_URL names another one for the web.
"""
import os

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from jiazong.run import cluster, home, postgres
from jiazong.run.address import Url

APP_ENVIRONMENT = "JIAZONG_APP_DATABASE_URL"
# The first statement of a web request finds the door open for the look-up of session and account, and nothing else.
WEB, WORKER, COMMAND = ("jiazong_app", "door"), ("jiazong_system", "worker"), ("jiazong_system", "command_line")
WEB_SECONDS, WORKER_SECONDS = "JIAZONG_WEB_STATEMENT_SECONDS", "JIAZONG_WORKER_STATEMENT_SECONDS"
# Temporary tables come last among the names, so that nobody can put one in the place of a real table.
_PATH = "-c search_path=public,pg_temp"


def url_for(who: tuple[str, str], owner: Url) -> Url:
    """The address for one kind of process, from the owner's address."""
    role, purpose = who
    told = os.environ.get(APP_ENVIRONMENT) if who == WEB and os.environ.get(postgres.ENVIRONMENT) else None
    parts = conninfo_to_dict(told or owner)
    if not os.environ.get(postgres.ENVIRONMENT) and (note := cluster.read_note(home.folder())) and note.app_password:
        parts |= {"user": role, "password": note.app_password if who == WEB else note.system_password}
    options = [parts.get("options") or "", f"-c role={role} -c app.purpose={purpose}", _PATH, _patience(who)]
    return Url(make_conninfo(**parts | {"options": " ".join(one for one in options if one)}))


def _patience(who: tuple[str, str]) -> str:
    """How long one statement may take: a page that waits longer is of no use to anybody (T32)."""
    seconds = {WEB: os.environ.get(WEB_SECONDS, "5"), WORKER: os.environ.get(WORKER_SECONDS, "600")}.get(who, "0")
    # A request that died with its transaction open must not hold its locks for ever.
    idle = " -c idle_in_transaction_session_timeout=60s" if who == WEB else ""
    return f"-c statement_timeout={int(seconds)}s{idle}"
