"""The six stages of a case (MZ/T 094) and what ends it: pure decisions.

接案 → 预估 → 计划 → 介入 → 评估 → 结案, then follow-up; a case may be refused or referred at intake.
"""
from datetime import date

INTAKE, ASSESSMENT, PLANNING, INTERVENTION, EVALUATION = "intake", "assessment", "planning", "intervention", "evaluation"
CLOSED, REFUSED, REFERRED = "closed", "refused", "referred"
GOING_ON = (INTAKE, ASSESSMENT, PLANNING, INTERVENTION, EVALUATION)
ENDED = (CLOSED, REFUSED, REFERRED)
ALL = GOING_ON + ENDED
# What may follow a stage. Back from evaluation to work, and from work to a new assessment, is part of the method.
NEXT = {
    INTAKE: (ASSESSMENT, REFUSED, REFERRED),
    ASSESSMENT: (PLANNING, REFERRED, CLOSED),
    PLANNING: (INTERVENTION, ASSESSMENT, REFERRED, CLOSED),
    INTERVENTION: (EVALUATION, ASSESSMENT, PLANNING, REFERRED, CLOSED),
    EVALUATION: (CLOSED, INTERVENTION, ASSESSMENT, PLANNING, REFERRED),
    CLOSED: (), REFUSED: (), REFERRED: (),
}  # fmt: skip

RED, YELLOW, BLUE, GREEN = "red", "yellow", "blue", "green"
COLOURS = (RED, YELLOW, BLUE, GREEN)
URGENCIES = ("crisis", "urgent", "normal")
SOURCES = ("self", "family", "visit", "committee", "street", "agency", "school", "hospital", "police", "other")
# Domain D1: goal reached, the user withdrew, moved, transferred, died.
REACHED, WITHDREW, MOVED, TRANSFERRED, DIED = "reached", "withdrew", "moved", "transferred", "died"
CLOSING_REASONS = (REACHED, WITHDREW, MOVED, TRANSFERRED, DIED)
UNPLANNED = (WITHDREW, MOVED, DIED)


class NotNow(ValueError):
    """The step is not open at this stage of the case."""


class AlreadyEnded(NotNow):
    """The case has ended; nothing more is written into it but follow-ups."""


def check_may_go(now: str, to: str) -> None:
    """Refuse a step the stages do not know. Raises AlreadyEnded, NotNow."""
    if now in ENDED:
        raise AlreadyEnded(now)
    if to != now and to not in NEXT[now]:
        raise NotNow(f"{now} -> {to}")


def needs_worker(stage: str, follow_up_until: date | None, *, on: date) -> bool:
    """Whether a case is still somebody's work on a day: it goes on, or a follow-up was planned whose day has not passed."""
    return stage not in ENDED or (follow_up_until is not None and on <= follow_up_until)
