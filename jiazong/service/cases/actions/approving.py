"""What somebody else must agree to, a plan or a closing, is handed in to her and decided by her, on one screen.

Handing in gives her sight of the case for the hours of an approval step; the decision is a leaf of the evidence log.
"""
from collections.abc import Callable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.functions import Now

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency
from jiazong.service.cases.actions import closing as closings
from jiazong.service.cases.actions.opening import level_of, subject_of
from jiazong.service.cases.actions.planning import check_may_hand_in, decided
from jiazong.service.cases.models import Closing, Plan
from jiazong.service.cases.rules import planning as rules

APPROVAL = "approval"
KIND_OF = {Plan: "plan", Closing: "closing"}
Check = Callable[[Model], None]
After = Callable[..., None]
CHECKS: Mapping[type, Check] = {Plan: check_may_hand_in, Closing: closings.check_may_hand_in}
AFTERWARDS: Mapping[type, After] = {Plan: decided, Closing: closings.decided}


class NotChecked(levels.NotGranted):
    """The case is a minor's and the person's record check does not hold, so she may not be shown it."""


@transaction.atomic
def hand_in(record: Plan | Closing, *, to: Account, by: Account) -> Plan | Closing:
    """Hand a plan or a closing in to somebody who may approve: she sees the case for the hours of an approval step.

    Raises NotDraft, Incomplete, OwnWork, NotChecked, and what giving a grant raises.
    """
    if to.pk in (by.pk, record.written_by_id):
        raise rules.OwnWork(to.pk)
    CHECKS[type(record)](record)
    case, kind = record.case, KIND_OF[type(record)]
    type(record).objects.filter(pk=record.pk, state=rules.DRAFT).update(state=rules.SUBMITTED, submitted_at=Now())
    try:
        with transaction.atomic():
            grants.give(
                to, subject_of(case), level=level_of(case, levels.READ), purpose=APPROVAL, source=levels.APPROVAL_STEP, by=by,
                approver=by, reason=f"case.{kind}", is_minor=case.is_minor,
            )  # fmt: skip
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name == "access_grant_minor_checked":
            raise NotChecked(to.pk) from fault
        raise
    grants.tell(to, "approval.asked", subject_of(case), by=by, record=f"{kind}:{record.pk}")
    chronicle.record(f"case.{kind}_handed_in", record, by=by, to=str(to.pk))
    record.refresh_from_db(fields=["state", "submitted_at"])
    return record


@transaction.atomic
def decide(record: Plan | Closing, *, by: Account, is_approved: bool, opinion: str = "") -> Plan | Closing:
    """Approve what was handed in, or give it back with a word; once, and never by its author.

    Raises NotSubmitted, OwnWork.
    """
    case, model, kind = record.case, type(record), KIND_OF[type(record)]
    held = model.objects.select_for_update(of=("self",)).get(pk=record.pk)
    held.case = case
    rules.check_may_decide(held.state, author=held.written_by_id, decider=by.pk)
    held.state = rules.APPROVED if is_approved else rules.RETURNED
    held.decided_by, held.opinion, held.decided_at = by, opinion.strip(), Now()
    held.save(update_fields=["state", "decided_by", "opinion", "opinion_mark", "decided_at"])
    if then := AFTERWARDS.get(model):
        then(held, by=by, is_approved=is_approved)
    if held.written_by_id:
        grants.tell(held.written_by, f"approval.{'given' if is_approved else 'returned'}", subject_of(case), by=by, record=f"{kind}:{held.pk}")
    chronicle.record(f"case.{kind}_decided", held, by=by, approved=is_approved)
    facts = {"deed": "approved" if is_approved else "returned", "file": str(subject_of(case).id), "author": str(held.written_by_id or ""), "by": str(by.pk)}
    transparency.append(APPROVAL, f"{kind}:{held.pk}", facts, private={"opinion": held.opinion_mark})
    held.refresh_from_db(fields=["decided_at"])
    return held
