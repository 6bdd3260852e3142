"""A referral goes out with the person's separate consent, and its answer is waited for. Pure."""
from collections.abc import Callable
from datetime import date

from jiazong.ground.workdays.rules import add_working_days

IN, OUT = "in", "out"
DIRECTIONS = (OUT, IN)
ACCEPTED, REFUSED = "accepted", "refused"
ANSWERS = (ACCEPTED, REFUSED)


class NoConsent(ValueError):
    """Nothing of a person goes to somebody else without their separate consent (个人信息保护法 第23条)."""


class ConsentWithdrawn(ValueError):
    """The person took back her consent to giving anything to others (个人信息保护法 第15条), and has not given it anew."""


class AlreadyAnswered(ValueError):
    """The answer to this referral was written before."""


class BeforeReferral(ValueError):
    """A consent after the referral, or an answer before it."""


def check_may_refer(direction: str, *, day: date, consent_on: date | None, is_withdrawn: bool = False) -> None:
    """Refuse a referral out without a consent given by its day that still holds. Raises NoConsent, ConsentWithdrawn, BeforeReferral."""
    if direction not in DIRECTIONS:
        raise ValueError(direction)
    if direction == OUT and consent_on is None:
        raise NoConsent
    if direction == OUT and is_withdrawn:
        raise ConsentWithdrawn
    if consent_on and consent_on > day and direction == OUT:
        raise BeforeReferral


def check_may_answer(*, answer: str, day: date, answered_on: date, answered_before: bool) -> None:
    """Refuse a second answer, and one before the referral. Raises AlreadyAnswered, BeforeReferral."""
    if answer not in ANSWERS:
        raise ValueError(answer)
    if answered_before:
        raise AlreadyAnswered
    if answered_on < day:
        raise BeforeReferral


def due_on(day: date, working_days: int, is_working: Callable[[date], bool]) -> date:
    """The last day on which an answer is in time."""
    return add_working_days(day, working_days, is_working)
