"""When a report has to be made, whether it is late, who may end it: pure decisions.

Source: 反家庭暴力法 第14、35条, 未成年人保护法 第11条 (both say "at once" and name no hours).
"""
from collections.abc import Collection
from datetime import datetime, timedelta

VIOLENCE, ABUSE, SEXUAL, NEGLECT, SELF_HARM, MISSING, OTHER = "violence", "abuse", "sexual", "neglect", "self_harm", "missing", "other"
KINDS = (VIOLENCE, ABUSE, SEXUAL, NEGLECT, SELF_HARM, MISSING, OTHER)
DESK, VISIT, CASE, PHONE = "desk", "visit", "case", "phone"
ORIGINS = (DESK, VISIT, CASE, PHONE)
WAYS = ("phone", "visit", "written", "online")
CLOSED, DISMISSED = "closed", "dismissed"
ENDINGS = (CLOSED, DISMISSED)
GUARDIAN = "guardian"
TOLD, WAITING, LATE, ENDED = "told", "waiting", "late", "ended"


class NotAllowed(ValueError):
    """A step in a report that is not open."""


class NeedsAnother(NotAllowed):
    """Neither who wrote a report nor who asks to end it says yes to its end."""


class NotToldYet(NotAllowed):
    """A report that no authority was told of may be dismissed with a reason, not closed as done."""


class GuardianIsSuspected(NotAllowed):
    """A guardian who is suspected is not told."""


class HasEnded(NotAllowed):
    """The report has ended."""


def due_at(found_at: datetime, warn_minutes: int) -> datetime:
    """Until when an authority is to be told before the report counts as late."""
    return found_at + timedelta(minutes=warn_minutes)


def standing(*, due_at: datetime, first_told_at: datetime | None, ended_at: datetime | None, now: datetime) -> str:
    """How a report stands: ended, told, waiting or late."""
    if ended_at is not None:
        return ENDED
    if first_told_at is not None:
        return TOLD
    return LATE if now >= due_at else WAITING


def check_may_tell(recipient: str, *, is_guardian_suspected: bool, is_ended: bool) -> None:
    """Refuse telling a suspected guardian, and anybody of a report that has ended. Raises GuardianIsSuspected, HasEnded."""
    if is_ended:
        raise HasEnded
    if recipient == GUARDIAN and is_guardian_suspected:
        raise GuardianIsSuspected


def check_may_ask_end(kind: str, *, first_told_at: datetime | None, is_ended: bool) -> None:
    """Refuse asking to close what nobody was told of. Raises HasEnded, NotToldYet."""
    if is_ended:
        raise HasEnded
    if kind == CLOSED and first_told_at is None:
        raise NotToldYet


def check_may_decide(decider: object, *, involved: Collection[object]) -> None:
    """Refuse a decision by the author of the report or by whoever asked for its end. Raises NeedsAnother."""
    if decider in involved:
        raise NeedsAnother
