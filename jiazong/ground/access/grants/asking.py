"""Sight that waits for a second person: somebody asks, or the system's draw asks for her; another decides, the grant follows.

Emergencies of this kind are decided in `breaking`, for more follows from them.
"""
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from jiazong.ground.access.grants import actions, rules
from jiazong.ground.access.grants.models import Ask, Grant
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency

APPROVAL, SUPERVISION = "approval", "supervision"
# What a grant says that followed from a request: the words stand sealed beside the request.
ASKED = "ask.granted"
PURPOSES = {rules.APPROVAL_STEP: APPROVAL, rules.SUPERVISOR_SAMPLE: SUPERVISION, rules.BREAK_GLASS: "crisis"}


class AlreadyDecided(rules.NotGranted):
    """Somebody has said yes or no to this request before."""


class NotChecked(rules.NotGranted):
    """The file is a minor's, and the record check of whoever would read it does not hold (未成年人保护法 第六十二条)."""


@transaction.atomic
def ask(
    subject: Subject, *, by: Account, words: str, level: int = rules.READ, is_minor: bool = False, tell: Iterable[Account] = ()
) -> Ask:
    """Ask for one look at a file; those who may decide are told. Asking again while it waits changes nothing.

    Raises NoReason.
    """
    if not words.strip():
        raise rules.NoReason
    waiting = Ask.objects.filter(
        **subject.columns, account=by, level=level, source=rules.APPROVAL_STEP, decided_at__isnull=True
    ).first()
    if waiting:
        return waiting
    made = Ask.objects.create(**subject.columns, account=by, level=level, purpose=APPROVAL, is_minor=is_minor, words=words.strip())
    _asked(made, subject, tell, by=by)
    return made


@transaction.atomic
def ask_for_drawn(
    subject: Subject, *, reader: Account, reason: str, level: int, is_minor: bool, tell: Iterable[Account] = ()
) -> Ask:
    """Ask in the name of the draw that a supervisor may read a drawn file; those who may decide are told."""
    made = Ask.objects.create(
        **subject.columns, account=reader, level=level, purpose=SUPERVISION, source=rules.SUPERVISOR_SAMPLE, is_minor=is_minor,
        reason=reason,
    )  # fmt: skip
    _asked(made, subject, tell, by=None, kind="sample.asked")
    return made


@transaction.atomic
def decide(ask: Ask, *, by: Account, is_granted: bool, remark: str = "") -> Ask:
    """Say yes or no to a request, once; yes gives the grant. A no to a drawn file says why.

    Raises NeedsAnotherApprover when somebody decides about herself, NoReason, AlreadyDecided, NotChecked.
    """
    asked = held(ask, by=by)
    if asked.source == rules.BREAK_GLASS:
        raise ValueError(asked.source)
    if asked.source == rules.SUPERVISOR_SAMPLE and not is_granted and not remark.strip():
        raise rules.NoReason
    grant = give(asked, by=by) if is_granted else None
    return settle(asked, by=by, grant=grant, remark=remark, said="ask.granted" if is_granted else "ask.refused")


def held(ask: Ask, *, by: Account) -> Ask:
    """A request as it stands, locked so that two decisions follow each other. Raises NeedsAnotherApprover, AlreadyDecided."""
    if by.pk == ask.account_id:
        raise rules.NeedsAnotherApprover
    asked = Ask.objects.select_for_update(of=("self",)).select_related("account").get(pk=ask.pk)
    if asked.decided_at:
        raise AlreadyDecided(str(asked.pk))
    return asked


def give(asked: Ask, *, by: Account) -> Grant:
    """The grant that follows from a yes. Raises NotChecked, and as `actions.give`."""
    subject = Subject(asked.subject_type, asked.subject_id, asked.centre)
    try:
        with transaction.atomic():
            return actions.give(
                asked.account, subject, level=asked.level, purpose=asked.purpose, source=asked.source, by=by, approver=by,
                reason=asked.code or asked.reason or ASKED, is_minor=asked.is_minor,
            )  # fmt: skip
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name == "access_grant_minor_checked":
            raise NotChecked(str(asked.account_id)) from fault
        raise


def settle(asked: Ask, *, by: Account, grant: Grant | None, remark: str, said: str) -> Ask:
    """Write the decision down, tell whoever asked, and lay the leaf of it."""
    subject, is_granted = Subject(asked.subject_type, asked.subject_id, asked.centre), grant is not None
    asked.decided_at, asked.decided_by, asked.is_granted, asked.remark, asked.grant = Now(), by, is_granted, remark.strip(), grant
    asked.save(update_fields=["decided_at", "decided_by", "is_granted", "remark", "remark_mark", "grant"])
    actions.tell(asked.account, said, subject, by=by, ask=str(asked.pk))
    chronicle.record("grant.decided", asked, by=by, file=str(asked), granted=is_granted)
    facts = {"deed": "decided", "file": str(asked), "asker": str(asked.account_id), "by": str(by.pk), "granted": is_granted}
    transparency.append("approval", f"ask:{asked.pk}", facts, private={"reason": asked.reason, "words": asked.words_mark, "remark": asked.remark_mark})
    asked.refresh_from_db()
    return asked


def _asked(made: Ask, subject: Subject, tell: Iterable[Account], *, by: Account | None, kind: str = "ask.made") -> None:
    for person in tell:
        actions.tell(person, kind, subject, by=by, ask=str(made.pk))
    chronicle.record("grant.asked", made, by=by, file=str(made), level=made.level, source=made.source)
