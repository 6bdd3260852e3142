"""The evidence log at work: which tables have leaves, the sequencer beside the worker's jobs, the examination of it all."""
import asyncio
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from django.db import InterfaceError, OperationalError, close_old_connections

from jiazong.ground.access.context import acting_as_system
from jiazong.ground.transparency import actions, keys, notes
from jiazong.ground.transparency.models import Checkpoint
from jiazong.ground.transparency.rules import SequencingStopped
from jiazong.ground.transparency.verifying.faults import Report
from jiazong.ground.transparency.verifying.whole import at_one_moment, verify
from jiazong.ledger.hours import leaves as hours
from jiazong.ledger.money import leaves as money

log = logging.getLogger("jiazong.evidence")

KINDS = (hours.POSTING, hours.CLOSING, money.VOUCHER)
PURPOSE = "evidence_log"
# A leaf waits so long at most until it is looked for; after a fault somebody has to look anyway.
EVERY_SECONDS, AFTER_FAULT_SECONDS = 3.0, 15.0


def adopt() -> dict[str, int]:
    """Take into the log what was there before it; once for each kind of row."""
    with acting_as_system(PURPOSE):
        return actions.adopt(KINDS)


def sequence() -> Checkpoint | None:
    """Sequence all that waits; answers the last checkpoint that was made. Raises SequencingStopped."""
    last = None
    while True:
        with acting_as_system(PURPOSE):
            made = actions.sequence()
        if made is None:
            return last
        last = made


def examine(outside: Iterable[tuple[str, str]] = (), key: notes.Key | None = None) -> Report:
    """Examine the whole log and the rows it speaks of, as they stand at one moment."""
    with at_one_moment(), acting_as_system(PURPOSE):
        return verify(KINDS, outside=outside, key=key)


async def sequence_for_ever() -> None:
    """Sequence every few seconds in a thread of its own, whatever job is running; a fault is told once until it changes."""
    with ThreadPoolExecutor(1, "sequencer") as alone:
        loop, told, has_adopted = asyncio.get_running_loop(), "", False
        while True:
            fault = await loop.run_in_executor(alone, _try, not has_adopted)
            has_adopted = has_adopted or not fault
            if fault and fault != told:
                log.error("evidence log: %s", fault)
            told = fault
            await asyncio.sleep(AFTER_FAULT_SECONDS if fault else EVERY_SECONDS)


def _try(with_adoption: bool) -> str:
    """Sequence once, at first with what was there before the log; answers what went wrong."""
    try:
        close_old_connections()
        if with_adoption:
            adopt()
        sequence()
    except SequencingStopped as stopped:
        return f"sequencing stopped ({stopped.reason}): {stopped}; see jiazong ledger verify"
    except (keys.KeyExposed, keys.KeyUnreadable, OSError) as fault:
        return f"the key {keys.file()} cannot be used: {type(fault).__name__}"
    except (OperationalError, InterfaceError) as fault:
        return f"no database: {type(fault).__name__}"
    finally:
        close_old_connections()
    return ""
