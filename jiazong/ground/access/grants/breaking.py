"""Emergency reading: one file, read only, a few hours, with a proof, a reason, two people told and a review after it.

A restricted file, and a minor's, opens only with the word of a second person: whoever needs it asks, all are told at once,
the privacy officer agrees, and the hours run from then.

Source: trust.md §2.4 T9, §3.3; the figures are dated limits (`access_limit`).
"""
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground.access.grants import actions, asking, queries, rules
from jiazong.ground.access.grants.models import Ask, BreakGlass, Grant
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency
from jiazong.ground.workdays.queries import calendar
from jiazong.ground.workdays.rules import add_working_days

CRISIS = "crisis"
# Why a file is opened in an emergency; the words beside it say the rest.
CODES = ("life", "minor", "violence", "report", "other")


class AlreadyReviewed(rules.NotGranted):
    """The review of this emergency reading was written before."""


def proof_lasts() -> timedelta:
    """How old the proof of who opens it may be."""
    return timedelta(seconds=queries.limit("glass.proof"))


@transaction.atomic
def break_glass(
    subject: Subject, *, by: Account, code: str, words: str, has_fresh_proof: bool, tell: Iterable[Account]
) -> BreakGlass:
    """Open one file in an emergency, to read, for a few hours; the others are told in the same moment.

    Raises NoReason, ProofTooOld, ReviewOverdue, TooManyOpen, NobodyToTell, MayNotHold, NeedsAnotherApprover.
    """
    others = _checked(by, code, words, has_fresh_proof=has_fresh_proof, tell=tell)
    grant = actions.give(
        by, subject, level=rules.READ, purpose=CRISIS, source=rules.BREAK_GLASS, by=by, reason=code
    )
    return _opened(grant, subject, code=code, words=words, by=by, tell=others)


@transaction.atomic
def ask_to_break(
    subject: Subject, *, by: Account, code: str, words: str, has_fresh_proof: bool, tell: Iterable[Account], level: int, is_minor: bool
) -> Ask:
    """Ask to open a restricted file or a minor's in an emergency; all are told at once, and the second person decides.

    Asking again while it waits changes nothing. Raises as `break_glass`.
    """
    others = _checked(by, code, words, has_fresh_proof=has_fresh_proof, tell=tell)
    waiting = queries.still_waiting().filter(**subject.columns, account=by, source=rules.BREAK_GLASS).first()
    if waiting:
        return waiting
    made = Ask.objects.create(
        **subject.columns, account=by, level=level, purpose=CRISIS, source=rules.BREAK_GLASS, is_minor=is_minor, code=code,
        words=words.strip(),
    )  # fmt: skip
    for person in others:
        actions.tell(person, "glass.asked", subject, by=by, ask=str(made.pk))
    chronicle.record("glass.asked", made, by=by, file=str(made), code=code, told=len(others))
    known = {"deed": "asked", "file": str(made), "holder": str(by.pk), "by": str(by.pk), "code": code}
    transparency.append("break_glass", f"ask:{made.pk}", known, private={"words": made.words_mark})
    return made


@transaction.atomic
def agree(ask: Ask, *, by: Account, is_granted: bool, remark: str = "", tell: Iterable[Account] = ()) -> Ask:
    """Say yes or no to an emergency reading of a restricted file or a minor's, once; a yes opens it and begins its review.

    Raises NeedsAnotherApprover, NoReason for a no without a word, AlreadyDecided, WaitedTooLong, ReviewOverdue, TooManyOpen, NotChecked.
    """
    asked = asking.held(ask, by=by)
    if not queries.still_waiting().filter(pk=asked.pk).exists():
        raise rules.WaitedTooLong(str(asked.pk))
    if not is_granted:
        if not remark.strip():
            raise rules.NoReason
        return asking.settle(asked, by=by, grant=None, remark=remark, said="glass.refused")
    _one_at_a_time(asked.account)
    _check_unreviewed(asked.account)
    grant = asking.give(asked, by=by)
    subject = Subject(asked.subject_type, asked.subject_id, asked.centre)
    others = [one for one in tell if one.pk not in (by.pk, asked.account_id)]
    _opened(grant, subject, code=asked.code, words=asked.words, by=by, tell=others)
    return asking.settle(asked, by=by, grant=grant, remark=remark, said="glass.agreed")


def _checked(by: Account, code: str, words: str, *, has_fresh_proof: bool, tell: Iterable[Account]) -> list[Account]:
    """The others to tell, once an emergency may be opened or asked for."""
    if code not in CODES:
        raise ValueError(code)
    _one_at_a_time(by)
    others = {one.pk: one for one in tell if one.pk != by.pk}
    rules.check_may_break_glass(words=words, has_fresh_proof=has_fresh_proof, told=len(others), **_unreviewed(by))
    return list(others.values())


def _unreviewed(account: Account) -> dict[str, int]:
    mine, today = queries.open_glasses_of(account), timezone.localdate(queries.database_now())
    return {"open_now": mine.count(), "most_open": queries.limit("glass.open"), "overdue": mine.filter(review_by__lt=today).count()}


def _check_unreviewed(account: Account) -> None:
    """What was not reviewed blocks the next, at the moment of the yes as at the moment of asking."""
    rules.check_may_break_glass(words="-", has_fresh_proof=True, told=2, **_unreviewed(account))


def _opened(grant: Grant, subject: Subject, *, code: str, words: str, by: Account, tell: Iterable[Account]) -> BreakGlass:
    """The record of an emergency reading with the day of its review; the others are told."""
    today, told = timezone.localdate(queries.database_now()), list(tell)
    due = add_working_days(today, queries.limit("glass.review"), calendar(today.year, today.year + 1))
    glass = BreakGlass.objects.create(
        **subject.columns, grant=grant, account=grant.account, code=code, words=words.strip(), review_by=due
    )
    for person in told:
        actions.tell(person, "glass.opened" if by.pk == grant.account_id else "glass.let", subject, by=by, glass=str(glass.pk))
    chronicle.record("glass.opened", glass, by=by, file=str(glass), code=code, told=len(told))
    _to_log(glass, "opened", by, {"words": glass.words_mark}, code=code, review_by=due.isoformat())
    return glass


@transaction.atomic
def review(glass: BreakGlass, *, by: Account, verdict: str, remark: str) -> BreakGlass:
    """Write what the review of an emergency reading found, once; sight ends with it if it had not ended yet.

    Raises NeedsAnotherApprover when somebody reviews herself, NoReason without a word, AlreadyReviewed.
    """
    if by.pk == glass.account_id:
        raise rules.NeedsAnotherApprover
    if not remark.strip():
        raise rules.NoReason
    held = BreakGlass.objects.select_for_update(of=("self",)).select_related("grant", "account").get(pk=glass.pk)
    if held.reviewed_at:
        raise AlreadyReviewed(str(held.pk))
    held.reviewed_at, held.reviewed_by, held.verdict, held.remark = Now(), by, verdict, remark.strip()
    held.save(update_fields=["reviewed_at", "reviewed_by", "verdict", "remark", "remark_mark"])
    actions.revoke(held.grant, by=by)
    subject = Subject(held.subject_type, held.subject_id, held.centre)
    actions.tell(held.account, "glass.reviewed", subject, by=by, glass=str(held.pk), verdict=verdict)
    chronicle.record("glass.reviewed", held, by=by, file=str(held), verdict=verdict)
    _to_log(held, "reviewed", by, {"remark": held.remark_mark}, verdict=verdict)
    held.refresh_from_db()
    return held


def _one_at_a_time(account: Account) -> None:
    """Of two emergencies of one person in the same moment the second counts the first; the table takes the same lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('access_glass:' || %s, 0))", [str(account.pk)])


def _to_log(glass: BreakGlass, deed: str, by: Account, private: dict[str, str], **facts: str) -> None:
    """The leaf of an emergency reading; the words are only committed to."""
    known = {"deed": deed, "file": str(glass), "holder": str(glass.account_id), "by": str(by.pk), **facts}
    transparency.append("break_glass", f"glass:{glass.pk}", known, private=private)
