"""How long the database lets a process of the web wait; read by libpq, so that it holds for every line the process opens."""
import os


def of_the_web() -> dict[str, str]:
    """No statement, no lock and no open transaction of the web server without an end."""
    seconds = float(os.environ.get("JIAZONG_STATEMENT_SECONDS", "15"))
    limits = {"statement_timeout": seconds, "lock_timeout": seconds, "idle_in_transaction_session_timeout": 60}
    options = " ".join(f"-c {name}={round(value * 1000)}" for name, value in limits.items())
    return {"PGOPTIONS": f"{os.environ.get('PGOPTIONS', '')} {options}".strip(), "PGCONNECT_TIMEOUT": "5"}
