"""What is asked for, by when it is answered, who may say so, how long a file is kept: pure decisions.

Source: 个人信息保护法 第15、19、44–50条; the number of days is a setting, for the law only says "in good time".
"""
from calendar import monthrange
from datetime import date

COPY, LOOKS, CORRECT, DELETE, LOCK, EXPLAIN = "copy", "looks", "correct", "delete", "lock", "explain"
KINDS = (LOOKS, COPY, CORRECT, DELETE, LOCK, EXPLAIN)
# What the worker with the person beside her may do and say at once.
AT_THE_DESK = (LOOKS, CORRECT, EXPLAIN)
HERSELF, GUARDIAN, HEIR = "self", "guardian", "heir"
ASKERS = (HERSELF, GUARDIAN, HEIR)
OPEN, GRANTED, LOCKED, REFUSED, DONE = "open", "granted", "locked", "refused", "done"
STATES = (OPEN, GRANTED, LOCKED, REFUSED, DONE)
# Why something is refused or only locked.
GROUNDS = ("kept_by_law", "identity", "safety", "third_party", "still_served", "too_often")
NO_GROUND = ""


class NotAllowed(ValueError):
    """A step in a request that is not open."""


class NeedsAnother(NotAllowed):
    """Who wrote a request down does not decide it."""


class NeedsGround(NotAllowed):
    """A refusal, and locking instead of deleting, say on which ground."""


class AlreadyDecided(NotAllowed):
    """The request was answered before."""


class NotThisWay(NotAllowed):
    """A request of this kind is not answered so."""


class GuardianConflict(NotAllowed):
    """The guardian who asks is suspected; only a refusal in the child's interest, or another asker, is open."""


class StillServed(NotAllowed):
    """A case that goes on is neither locked nor forgotten; close it first."""


def check_may_decide(
    kind: str, to: str, *, state: str, written_by: object, by: object, ground: str, is_conflict: bool
) -> None:
    """Refuse a decision: twice, by its author, without a ground, of a suspected guardian.

    Raises AlreadyDecided, NotThisWay, NeedsAnother, NeedsGround, GuardianConflict.
    """
    if state != OPEN:
        raise AlreadyDecided(state)
    if to not in (GRANTED, REFUSED, DONE, LOCKED) or (to == LOCKED and kind not in (DELETE, LOCK)) or (to == DONE and kind not in AT_THE_DESK):
        raise NotThisWay(f"{kind} {to}")
    if written_by == by and to != DONE:
        raise NeedsAnother
    if to in (REFUSED, LOCKED) and ground not in GROUNDS:
        raise NeedsGround(to)
    if is_conflict and to != REFUSED:
        raise GuardianConflict


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_over(ended_on: date | None, months: int, today: date) -> bool:
    """Whether something that ended on a day has been kept its months; what has not ended is never over."""
    return ended_on is not None and add_months(ended_on, months) <= today
