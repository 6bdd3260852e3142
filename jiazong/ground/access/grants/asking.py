"""One look at a file by approval: somebody asks, another person decides, the grant follows by itself."""
from django.db import transaction
from django.db.models.functions import Now

from jiazong.ground.access.grants import actions, rules
from jiazong.ground.access.grants.models import Ask
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency

APPROVAL = "approval"


class AlreadyDecided(rules.NotGranted):
    """Somebody has said yes or no to this request before."""


@transaction.atomic
def ask(subject: Subject, *, by: Account, reason: str, level: int = rules.READ, tell: tuple[Account, ...] = ()) -> Ask:
    """Ask for one look at a file; those who may decide are told. Asking again while it waits changes nothing.

    Raises NoReason.
    """
    if not reason.strip():
        raise rules.NoReason
    waiting = Ask.objects.filter(**subject.columns, account=by, level=level, decided_at__isnull=True).first()
    if waiting:
        return waiting
    made = Ask.objects.create(**subject.columns, account=by, level=level, purpose=APPROVAL, reason=reason.strip())
    for person in tell:
        actions.tell(person, "ask.made", subject, by=by, ask=str(made.pk))
    chronicle.record("grant.asked", made, by=by, file=str(made), level=level)
    return made


@transaction.atomic
def decide(ask: Ask, *, by: Account, is_granted: bool, remark: str = "") -> Ask:
    """Say yes or no to a request, once; yes gives the grant of the approval step.

    Raises NeedsAnotherApprover when somebody decides about herself, AlreadyDecided.
    """
    if by.pk == ask.account_id:
        raise rules.NeedsAnotherApprover
    asked = Ask.objects.select_for_update(of=("self",)).select_related("account").get(pk=ask.pk)
    if asked.decided_at:
        raise AlreadyDecided(str(asked.pk))
    subject = Subject(asked.subject_type, asked.subject_id, asked.centre)
    grant = None
    if is_granted:
        grant = actions.give(
            asked.account, subject, level=asked.level, purpose=asked.purpose, source=rules.APPROVAL_STEP,
            by=by, approver=by, reason=asked.reason,
        )  # fmt: skip
    Ask.objects.filter(pk=asked.pk).update(
        decided_at=Now(), decided_by=by, is_granted=is_granted, remark=remark.strip(), grant=grant
    )
    actions.tell(asked.account, "ask.granted" if is_granted else "ask.refused", subject, by=by, ask=str(asked.pk))
    chronicle.record("grant.decided", asked, by=by, file=str(asked), granted=is_granted)
    facts = {"deed": "decided", "file": str(asked), "asker": str(asked.account_id), "by": str(by.pk), "granted": is_granted}
    transparency.append("approval", f"ask:{asked.pk}", facts, private={"reason": asked.reason, "remark": remark.strip()})
    asked.refresh_from_db()
    return asked
