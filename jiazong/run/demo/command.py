"""What `python -m jiazong.run.demo` does once the database and the settings stand."""
import sys
import time

from django.core.management import call_command
from django.utils import timezone

from jiazong.run.demo.loading import DemoLoaded, load


def run(scale: str, seed: int) -> None:
    """Bring the tables up to date, load, and print what is there and with what to sign in."""
    call_command("migrate", verbosity=0, skip_checks=True)
    began = time.monotonic()
    loaded = load(scale, today=timezone.localdate(), seed=seed, on_progress=show)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(told(loaded, time.monotonic() - began))


def told(loaded: DemoLoaded, seconds: float) -> str:
    """The outcome in words, with the logins."""
    outcome = f"loaded in {seconds:.1f} s" if loaded.is_new else "is already there; nothing was changed"
    lines = [f"Demonstration ({loaded.scale}: {loaded.centres} centres, {loaded.postings:,} postings) {outcome}."]
    for one in loaded.logins:
        lines.append(f"  {one.role:<16} {one.login:<14} {one.password:<16} {one.name}  {one.where}")
    return "\n".join(lines)


def show(done: int, total: int, name: str) -> None:
    """One line that counts up, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{done}/{total} {name}", end="\x1b[K", file=sys.stderr, flush=True)
