"""Emergency reading: one file, read only, a few hours, with a proof, a reason, two people told and a review after it.

Source: trust.md §2.4 T9, §3.3; the figures are dated limits (`access_limit`).
"""
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground.access.grants import actions, queries, rules
from jiazong.ground.access.grants.models import BreakGlass
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

    Raises NoReason, ProofTooOld, ReviewOverdue, TooManyOpen, NobodyToTell, MayNotHold.
    """
    if code not in CODES:
        raise ValueError(code)
    _one_at_a_time(by)
    today, others = timezone.localdate(queries.database_now()), {one.pk: one for one in tell if one.pk != by.pk}
    mine = queries.open_glasses_of(by)
    rules.check_may_break_glass(
        words=words, has_fresh_proof=has_fresh_proof, open_now=mine.count(), most_open=queries.limit("glass.open"),
        overdue=mine.filter(review_by__lt=today).count(), told=len(others),
    )  # fmt: skip
    grant = actions.give(
        by, subject, level=rules.READ, purpose=CRISIS, source=rules.BREAK_GLASS, by=by, reason=code
    )
    due = add_working_days(today, queries.limit("glass.review"), calendar(today.year, today.year + 1))
    glass = BreakGlass.objects.create(
        **subject.columns, grant=grant, account=by, code=code, words=words.strip(), review_by=due
    )
    for person in others.values():
        actions.tell(person, "glass.opened", subject, by=by, glass=str(glass.pk))
    chronicle.record("glass.opened", glass, by=by, file=str(glass), code=code, told=len(others))
    _to_log(glass, "opened", by, {"words": glass.words}, code=code, review_by=due.isoformat())
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
    BreakGlass.objects.filter(pk=held.pk).update(reviewed_at=Now(), reviewed_by=by, verdict=verdict, remark=remark.strip())
    actions.revoke(held.grant, by=by)
    subject = Subject(held.subject_type, held.subject_id, held.centre)
    actions.tell(held.account, "glass.reviewed", subject, by=by, glass=str(held.pk), verdict=verdict)
    chronicle.record("glass.reviewed", held, by=by, file=str(held), verdict=verdict)
    _to_log(held, "reviewed", by, {"remark": remark.strip()}, verdict=verdict)
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
