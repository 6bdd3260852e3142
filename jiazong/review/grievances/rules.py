"""What an added task does to the plan, and how far it has come; pure (A5, A22)."""
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

# Whose money was to pay for it. A street's own task can never be booked on the project's.
NOBODY, STREET, PROJECT = "nobody", "street", "project"
PAYERS = (NOBODY, STREET, PROJECT)
ASKED, AGREED, REFUSED, REFERRED, ENDED = "asked", "agreed", "refused", "referred", "ended"


class NotAllowed(ValueError):
    """The step cannot be taken any more; `why` says what stands in its way."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Way:
    """How far a task has come: the street's answer, whether it was referred, whether it is ended."""

    is_agreed: bool | None
    is_referred: bool
    is_ended: bool


def state_of(way: Way) -> str:
    """One word for where a task stands; what was referred stays so until it is ended."""
    if way.is_ended:
        return ENDED
    if way.is_referred:
        return REFERRED
    return ASKED if way.is_agreed is None else AGREED if way.is_agreed else REFUSED


def check_answer(way: Way) -> None:
    """Refuse an answer to what is answered or ended; raises NotAllowed."""
    if way.is_ended or way.is_agreed is not None:
        raise NotAllowed("answered")


def check_referral(way: Way) -> None:
    """Refuse to refer what is referred or ended; raises NotAllowed."""
    if way.is_ended or way.is_referred:
        raise NotAllowed("referred")


def share_lost(task_minutes: int, month_minutes: int) -> Fraction | None:
    """Which share of the month's direct service the task took; a month without service has none."""
    return Fraction(task_minutes, month_minutes) if month_minutes else None


@dataclass(frozen=True)
class Forecast:
    """One indicator: its target, what is done, what it comes to at today's pace."""

    code: str
    name: str
    target: int
    done: int
    forecast: Fraction


@dataclass(frozen=True)
class AtRisk:
    """An indicator that misses its target because of the hours lost: so much less, and where it ends then."""

    code: str
    name: str
    target: int
    lost: Fraction
    ends_at: Fraction


def at_risk(indicators: Iterable[Forecast], *, lost_minutes: int, direct_minutes: int) -> list[AtRisk]:
    """The indicators that would reach their target at today's pace and no longer do without the hours lost.

    An hour of direct service brings as much of each indicator as it did so far; without any service nothing is known.
    """
    if not direct_minutes or not lost_minutes:
        return []
    found = []
    for one in indicators:
        lost = Fraction(one.done * lost_minutes, direct_minutes)
        ends_at = one.forecast - lost
        if ends_at < one.target <= one.forecast:
            found.append(AtRisk(one.code, one.name, one.target, lost, ends_at))
    return found
