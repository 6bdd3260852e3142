"""How a long deed is ended from outside: as Ctrl-C would, so that what is open is undone."""
import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let a request to end (kill, a terminal that closes) come as Ctrl-C does: undo what is open, then let go of the database."""
    usual = {number: signal.signal(number, _interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
