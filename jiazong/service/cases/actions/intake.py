"""The intake form is written on, and decided: the case is taken, refused with a reason, or referred elsewhere."""
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.service.cases.actions.ending import sight_ends
from jiazong.service.cases.models import Case, Intake
from jiazong.service.cases.rules import stages

STAGE_AFTER = {Intake.ACCEPTED: stages.ASSESSMENT, Intake.REFUSED: stages.REFUSED, Intake.REFERRED: stages.REFERRED}


class ReasonMissing(ValueError):
    """A refusal says why, a referral says where."""


@dataclass(frozen=True)
class IntakeTold:
    """What the intake form holds beyond what is known of the person."""

    source: str
    issue: str
    urgency: str
    referred_by: str = ""
    contact: str = ""
    prior_service: str = ""
    consent_on: date | None = None


@transaction.atomic
def write_intake(case: Case, told: IntakeTold, *, by: Account) -> Intake:
    """Put the intake form right while the case is at its intake. Raises AlreadyEnded, NotNow."""
    held, intake = _held(case)
    stages.check_may_go(held.stage, stages.ASSESSMENT)
    if held.stage != stages.INTAKE:
        raise stages.NotNow(held.stage)
    for name, value in vars(told).items():
        setattr(intake, name, value)
    intake.save(update_fields=list(vars(told)))
    Case.objects.filter(pk=case.pk).update(is_crisis=told.urgency == "crisis")
    chronicle.record("case.intake_written", case, by=by, urgency=told.urgency)
    return intake


@transaction.atomic
def decide_intake(case: Case, decision: str, *, by: Account, on: date, reason: str = "", referred_to: str = "") -> Case:
    """Take the case, refuse it with a reason, or refer it elsewhere; the stage follows. Raises ReasonMissing, NotNow."""
    if decision == Intake.REFUSED and not reason.strip() or decision == Intake.REFERRED and not referred_to.strip():
        raise ReasonMissing(decision)
    held, intake = _held(case)
    if held.stage != stages.INTAKE:
        raise stages.NotNow(held.stage)
    to = STAGE_AFTER[decision]
    stages.check_may_go(held.stage, to)
    intake.decision, intake.reason, intake.referred_to = decision, reason.strip(), referred_to.strip()
    intake.decided_on, intake.decided_by = on, by
    intake.save(update_fields=["decision", "reason", "referred_to", "decided_on", "decided_by"])
    ended = {"ended_on": on, "end_kind": decision} if to in stages.ENDED else {}
    Case.objects.filter(pk=case.pk).update(stage=to, **ended)
    if ended:
        sight_ends(held, follow_up_until=None, by=by)
    chronicle.record("case.intake_decided", case, by=by, on=on.isoformat(), decision=decision)
    case.refresh_from_db()
    return case


def _held(case: Case) -> tuple[Case, Intake]:
    """The case, locked so that two decisions follow each other, and its intake form."""
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    intake = Intake.objects.get(case=held)
    intake.case = held
    return held, intake
