"""Giving and ending sight of one file. Whoever calls has checked that the giver may give; the policies check it again."""
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from jiazong.ground.access.grants import queries, rules
from jiazong.ground.access.grants.models import Grant, Notice
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency


@transaction.atomic
def give(
    account: Account,
    subject: Subject,
    *,
    level: int,
    purpose: str,
    source: str,
    by: Account | None,
    reason: str = "",
    approver: Account | None = None,
    lasts: timedelta | None = None,
    is_minor: bool = False,
) -> Grant:
    """Give a person sight of one file from now on, as long as its source allows unless told shorter.

    Raises MayNotHold, NeedsAnotherApprover, TooLong; the table refuses the same by itself.
    """
    limit = queries.longest(source)
    lasts = limit if lasts is None else lasts
    rules.check_may_give(
        level=level, source=source, account=account.pk, approver=approver and approver.pk, is_minor=is_minor,
        offices=queries.roles_of(account), lasts=lasts, limit=limit,
    )  # fmt: skip
    grant = _written(
        **subject.columns, account=account, level=level, purpose=purpose, source=source, is_minor=is_minor,
        valid_to=Now() + lasts, approver=approver, reason=reason, created_by=by,
    )  # fmt: skip
    chronicle.record(
        "grant.given", grant, by=by, source=source, level=level, purpose=purpose, file=str(grant), person=str(account.pk)
    )
    _to_log(grant, "given", by, until=grant.valid_to.isoformat(), private={"reason": reason})
    return grant


def _written(**columns: object) -> Grant:
    """The row, with the times the database gave it; offices the giver may not see are refused by the table alone."""
    try:
        with transaction.atomic():
            grant = Grant.objects.create(**columns)
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name == "access_grant_no_office":
            raise rules.MayNotHold from fault
        raise
    grant.refresh_from_db(fields=["valid_from", "valid_to"])
    return grant


@transaction.atomic
def renew(grant: Grant, *, by: Account | None) -> Grant:
    """Give the same sight again for its full time, before or after it ran out; the old grant is ended."""
    subject = Subject(grant.subject_type, grant.subject_id, grant.centre)
    revoke(grant, by=by)
    return give(
        grant.account, subject, level=grant.level, purpose=grant.purpose, source=grant.source, by=by,
        reason=grant.reason, approver=grant.approver, is_minor=grant.is_minor,
    )  # fmt: skip


@transaction.atomic
def revoke(grant: Grant, *, by: Account | None) -> Grant:
    """End a grant at this moment; one that has ended already stays as it is."""
    ended = Grant.objects.filter(queries.live(), pk=grant.pk).update(revoked_at=Now(), revoked_by=by)
    if ended:
        chronicle.record("grant.revoked", grant, by=by, file=str(grant))
        _to_log(grant, "revoked", by)
    return grant


@transaction.atomic
def shorten(grant: Grant, *, to: datetime, by: Account | None) -> Grant:
    """Let a grant end earlier than it would; the table refuses a later end and one in the past."""
    Grant.objects.filter(pk=grant.pk, revoked_at__isnull=True).update(valid_to=to)
    chronicle.record("grant.shortened", grant, by=by, file=str(grant), to=to.isoformat())
    _to_log(grant, "shortened", by, until=to.isoformat())
    return grant


@transaction.atomic
def revoke_all_on(subject: Subject, *, by: Account | None) -> int:
    """End every live grant on a file, as when its work ends; gives how many."""
    held = list(Grant.objects.filter(queries.live(), subject_type=subject.kind, subject_id=str(subject.id)))
    for grant in held:
        revoke(grant, by=by)
    return len(held)


@transaction.atomic
def hand_over(subject: Subject, *, level: int, word: str, to: Account, by: Account, reason: str) -> Grant:
    """Let a successor see what one sees oneself, for the days both work on it; nobody hands on more than they hold.

    Raises NotYours.
    """
    held = queries.grant_for(by, subject.kind, subject.id, level, word)
    if held is None:
        raise rules.NotYours(str(subject))
    return give(to, subject, level=level, purpose=held.purpose, source=rules.HANDOVER, by=by, reason=reason)


def tell(account: Account, kind: str, subject: Subject, *, by: Account | None, **facts: str) -> Notice:
    """Put a line on somebody's first page; it is there when the deed it tells of is."""
    return Notice.objects.create(**subject.columns, account=account, kind=kind, facts=facts, made_by=by)


def mark_seen(account: Account, notice_id: object) -> None:
    """Take a line off a person's first page."""
    Notice.objects.filter(account=account, pk=notice_id, seen_at__isnull=True).update(seen_at=Now())


def _to_log(grant: Grant, deed: str, by: Account | None, *, private: dict[str, str] | None = None, **more: str) -> None:
    """The leaf of what was done to a grant: keys and codes, and only a commitment to the reason."""
    facts = {
        "deed": deed, "holder": str(grant.account_id), "file": str(grant), "level": grant.level, "purpose": grant.purpose,
        "source": grant.source, "approver": str(grant.approver_id or ""), "by": str(by.pk) if by else "",
    }  # fmt: skip
    transparency.append("grant", f"grant:{grant.pk}", facts | more, private=private)
