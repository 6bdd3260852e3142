"""What follows from the facts of a contract year: acceptance, advice on renewal, effects of a termination; pure (A4, B3, B6)."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

MET, PARTLY, NOT_MET = "met", "partly", "not_met"
VERDICTS = (MET, PARTLY, NOT_MET)
BREACH, MAJOR_HARM, AGREED = "breach", "major_harm", "agreed"
GROUNDS = (BREACH, MAJOR_HARM, AGREED)
RENEW, LOOK, REFUSE, CANNOT = "renew", "look", "refuse", "cannot"

# Reasons for the advice; the last two of these leave no choice.
NOT_EVALUATED, VETO, BELOW_PASS, NOT_ACCEPTED, ACCEPTANCE_OPEN, RED_FLAG = (
    "not_evaluated", "finance_veto", "below_pass", "not_accepted", "acceptance_open", "red_flag",
)  # fmt: skip
LAST_YEAR, TERMINATED = "last_year", "terminated"

# What a purchaser may have seen that speaks against another year; some are found by the ledger itself.
FLAGS = (
    "hours_below_floor", "staff_cost_below", "indicators_behind", "over_budget", "staff_left", "complaint_upheld", "record_faked",
)  # fmt: skip


class NotDecidable(ValueError):
    """The decision cannot be taken like this; `why` says what stands in its way."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Standard:
    """One thing a contract asks, in words that stand on the acceptance form (实施条例 45: a row for each)."""

    code: str
    name: str
    required: str


@dataclass(frozen=True)
class Judged:
    """How one standard was found: met, partly, not met; anything but met needs a remark."""

    code: str
    verdict: str
    remark: str = ""


def acceptance_result(rows: Sequence[Judged]) -> bool:
    """Whether the year is accepted: every standard met, or partly with a remark.

    Raises NotDecidable where a standard has no verdict (`open`), or one that is not met has no remark (`remark`).
    """
    if not rows or any(one.verdict not in VERDICTS for one in rows):
        raise NotDecidable("open")
    if any(one.verdict != MET and not one.remark.strip() for one in rows):
        raise NotDecidable("remark")
    return all(one.verdict != NOT_MET for one in rows)


@dataclass(frozen=True)
class YearFacts:
    """What is known of a contract year when its renewal is decided; `evaluation` and `pass_at` in percent of all points."""

    year: int
    of_years: int
    is_trial: bool
    accepted: bool | None
    evaluation: Decimal | None
    pass_at: int
    finance_veto: bool
    red_flags: tuple[str, ...]
    is_terminated: bool = False


@dataclass(frozen=True)
class Advice:
    """What the rules say to a renewal, and every reason; `cannot` leaves the purchaser no choice."""

    code: str
    reasons: tuple[str, ...]


def renewal_advice(facts: YearFacts) -> Advice:
    """Whether another year should be signed: never after a termination or the last year; not after a failed or missing finding.

    A veto of the finance evaluation outweighs any score (B3). Red flags alone ask the purchaser to look.
    """
    bars = tuple(
        reason for reason, holds in ((TERMINATED, facts.is_terminated), (LAST_YEAR, facts.year >= facts.of_years)) if holds
    )
    against = tuple(
        reason
        for reason, holds in (
            (VETO, facts.finance_veto),
            (NOT_EVALUATED, facts.evaluation is None),
            (BELOW_PASS, facts.evaluation is not None and facts.evaluation < facts.pass_at),
            (NOT_ACCEPTED, facts.accepted is False),
            (ACCEPTANCE_OPEN, facts.is_trial and facts.accepted is None),
        )
        if holds
    )
    flags = (RED_FLAG,) if facts.red_flags else ()
    code = CANNOT if bars else REFUSE if against else LOOK if flags else RENEW
    return Advice(code, bars + against + flags)


def check_decision(advice: Advice, *, renews: bool, reason: str) -> None:
    """Refuse a decision the rules bar (`barred`), and one that goes another way than the advice without a reason (`reason`)."""
    if renews and advice.code == CANNOT:
        raise NotDecidable("barred")
    as_advised = renews if advice.code == RENEW else not renews if advice.code in (REFUSE, CANNOT) else False
    if not as_advised and not reason.strip():
        raise NotDecidable("reason")


def cancels_later_years(ground: str, *, is_trial: bool) -> bool:
    """Whether a termination takes the right to later years: serious breach in the trial year, major harm in any (A4)."""
    return ground == MAJOR_HARM or (ground == BREACH and is_trial)


def count_of(rows: Iterable[Judged], verdict: str) -> int:
    """How many standards were found so."""
    return sum(one.verdict == verdict for one in rows)
