"""Who may hold sight of a restricted file, how long, and for what: pure decisions, the twin of the triggers and policies.

Source: trust.md §3.3; 未成年人网络保护条例 第36条 (approval by a responsible person), 个人信息保护法 第51条 (least privilege).
"""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

HEADER, READ, WRITE, READ_RESTRICTED, WRITE_RESTRICTED = 1, 2, 3, 4, 5
LEVELS = (HEADER, READ, WRITE, READ_RESTRICTED, WRITE_RESTRICTED)
READING = (HEADER, READ, READ_RESTRICTED)

ASSIGNMENT, APPROVAL_STEP, SUPERVISOR_SAMPLE, EVALUATOR_DRAW = "assignment", "approval_step", "supervisor_sample", "evaluator_draw"
BREAK_GLASS, DISCLOSURE, DATA_RIGHT, HANDOVER = "break_glass", "disclosure", "data_right", "handover"
SOURCES = (ASSIGNMENT, APPROVAL_STEP, SUPERVISOR_SAMPLE, EVALUATOR_DRAW, BREAK_GLASS, DISCLOSURE, DATA_RIGHT, HANDOVER)
NEEDS_APPROVER = (APPROVAL_STEP, DISCLOSURE)
# What waits for a second person before there is a grant.
ASKED_FOR = (APPROVAL_STEP, SUPERVISOR_SAMPLE, BREAK_GLASS)

# What a look showed; the head alone and a look that was refused are no page of a file.
HEAD, TEXT, REFUSED = "header", "text", "refused"
NO_PAGE = (HEAD, REFUSED)
# Purposes whose looks count for no budget: one's own work, an emergency, the copy a person asked for.
UNCOUNTED = ("casework", "crisis", "data_rights")

# Those who pay, watch or keep the machines never hold a file; the trigger of the table says the same (migration 0003).
OFFICES = ("administrator", "street_office", "district_bureau", "city_bureau")


class NotGranted(Exception):
    """Sight of a restricted file that may not be given."""


class MayNotHold(NotGranted):
    """The person sits in an office that never opens a file: an administrator, a street, a bureau."""


class NeedsAnotherApprover(NotGranted):
    """Restricted data, and data of minors, are approved by somebody else than the person who gets to see them."""


class TooLong(NotGranted):
    """The grant would last longer than its source allows."""


class NotYours(NotGranted):
    """Nobody hands on what they do not hold."""


class BreakGlassRefused(NotGranted):
    """An emergency reading that may not be opened."""


class ProofTooOld(BreakGlassRefused):
    """The person has not just proved who they are."""


class TooManyOpen(BreakGlassRefused):
    """So many emergency readings of this person still wait for their review."""


class ReviewOverdue(BreakGlassRefused):
    """An emergency reading of this person was not reviewed in time; it blocks the next."""


class NobodyToTell(BreakGlassRefused):
    """There are not two others to be told of it."""


class NoReason(BreakGlassRefused):
    """The reason in words is missing."""


class WaitedTooLong(BreakGlassRefused):
    """The emergency was asked for so long ago that it is none any more; whoever still needs it asks again."""


@dataclass(frozen=True)
class Sight:
    """A grant as the decision sees it; the times are of one clock, the database's."""

    level: int
    purpose: str
    valid_from: datetime
    valid_to: datetime
    revoked_at: datetime | None = None


def is_open(sight: Sight, *, level: int, purposes: Iterable[str], now: datetime) -> bool:
    """Whether a grant lets somebody do a thing of this level for one of these purposes at a moment; its end is shut."""
    return (
        sight.level >= level
        and sight.purpose in purposes
        and sight.valid_from <= now < sight.valid_to
        and (sight.revoked_at is None or now < sight.revoked_at)
    )


def needs_second(*, level: int, is_minor: bool) -> bool:
    """Whether sight needs the word of a second person whatever it is for: of a restricted file, and of a minor's.

    Source: 未成年人网络保护条例 第36条; trust.md §3.2 (D5 with the privacy officer's co-approval), §3.3.
    """
    return level >= READ_RESTRICTED or is_minor


def check_may_give(
    *, level: int, source: str, account: object, approver: object, is_minor: bool, offices: Iterable[str], lasts: timedelta, limit: timedelta
) -> None:
    """Refuse a grant the table would refuse: offices of the holder, a missing second person, a time too long.

    Raises MayNotHold, NeedsAnotherApprover, TooLong.
    """
    if level not in LEVELS or source not in SOURCES:
        raise ValueError((level, source))
    if any(role in OFFICES for role in offices):
        raise MayNotHold
    if (needs_second(level=level, is_minor=is_minor) or source in NEEDS_APPROVER) and (approver is None or approver == account):
        raise NeedsAnotherApprover
    if not timedelta() < lasts <= limit:
        raise TooLong(f"{lasts} for {source}, at most {limit}")


def check_may_break_glass(
    *, words: str, has_fresh_proof: bool, open_now: int, most_open: int, overdue: int, told: int, least_told: int = 2
) -> None:
    """Refuse an emergency reading, the first reason that holds: reason, proof, overdue review, too many, nobody to tell.

    `overdue` counts the person's readings whose review is late. Source: trust.md §2.4 T9, §3.3.
    """
    if not words.strip():
        raise NoReason
    if not has_fresh_proof:
        raise ProofTooOld
    if overdue:
        raise ReviewOverdue(overdue)
    if open_now >= most_open:
        raise TooManyOpen(open_now)
    if told < least_told:
        raise NobodyToTell(told)


@dataclass(frozen=True)
class Spent:
    """Pages read of a span, and how many the setting allows."""

    used: int
    most: int


def is_counted(what: str, purpose: str) -> bool:
    """Whether a look by a grant counts for the budget: a page was shown, and not of one's own case or in an emergency."""
    return what not in NO_PAGE and purpose not in UNCOUNTED


def over_budget(spent: Mapping[str, Spent]) -> str:
    """The span ("hour", "day") in which nothing more may be read, the longest first; empty while there is room."""
    return next((span for span in ("day", "hour") if spent[span].used >= spent[span].most), "")
