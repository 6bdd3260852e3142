"""A case is given to a worker by the one who allots; a whole caseload goes in one step or not at all."""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.staff.models import Worker
from jiazong.service.cases import actions as cases
from jiazong.service.cases.models import Case
from jiazong.service.cases.queries.renewing import still_work
from jiazong.service.intake.models import Conflict, Proposal
from jiazong.service.intake.rules.allotting import CONFLICT, NEEDS_SECOND, NEVER, NO_ACCOUNT, NO_CHECK, Advice

CASEWORK = "casework"


class NotTaken(ValueError):
    """A case that cannot go to this worker; `case` is which, `code` why."""

    code = "refused"

    def __init__(self, case: Case) -> None:
        super().__init__(str(case.pk))
        self.case = case


class AlreadyGiven(NotTaken):
    """The case was given to somebody meanwhile."""

    code = "already_given"


class Unknown(NotTaken):
    """The worker is not among those who take cases here."""

    code = "unknown"


class InConflict(NotTaken):
    """The worker must not take this case."""

    code = CONFLICT


class NotChecked(NotTaken):
    """A minor's case, and no record check of the worker that holds."""

    code = NO_CHECK


class CannotSignIn(NotTaken):
    """The worker has no account, or one that opens no file."""

    code = NO_ACCOUNT


class NeedsSecond(NotTaken):
    """A minor's or restricted case that the one who allots would give to herself."""

    code = NEEDS_SECOND


class ReasonMissing(NotTaken):
    """Somebody else than the first proposed was chosen, and nobody said why."""

    code = "reason_missing"


class CaseloadChanged(ValueError):
    """The cases of the worker are not those the page showed."""


BARS = {CONFLICT: InConflict, NO_CHECK: NotChecked, NO_ACCOUNT: CannotSignIn, NEEDS_SECOND: NeedsSecond}


@dataclass(frozen=True)
class Move:
    """One case and who shall have it, with the advice that was shown."""

    case: Case
    worker: Worker
    advice: Advice


@transaction.atomic
def allot(move: Move, *, by: Account, on: date, reason: str = "") -> Proposal:
    """Give a waiting case to a worker and keep what was proposed. Raises NotTaken; then nothing is changed."""
    held = Case.objects.select_for_update().get(pk=move.case.pk)
    if held.worker_id is not None:
        raise AlreadyGiven(held)
    return _give(move, by=by, on=on, reason=reason)


@transaction.atomic
def hand_over(
    leaver: Worker, moves: Collection[Move], *, by: Account, on: date, reason: str, keeps_sight: bool = True
) -> list[Grant]:
    """Give all cases of a worker that go on or are followed up to others at once; if she is still there she sees them for the days of handing over.

    Gives the grants of those days. Raises CaseloadChanged, NotTaken; then nothing is changed.
    """
    open_now = Case.objects.select_for_update(of=("self",)).filter(still_work(on), worker=leaver)
    if {one.pk for one in open_now} != {one.case.pk for one in moves}:
        raise CaseloadChanged(leaver.pk)
    made = []
    for move in moves:
        _give(move, by=by, on=on, reason=reason)
        if keeps_sight and _is_here(leaver, on) and (kept := _keep_sight(leaver, move.case, by=by)):
            made.append(kept)
    chronicle.record("intake.handed_over", leaver, by=by, on=on.isoformat(), cases=len(moves))
    return made


@transaction.atomic
def bar(case: Case, worker: Worker, *, reason: str, by: Account) -> Conflict:
    """Say that a worker must not take a case; twice is once."""
    made, is_new = Conflict.objects.get_or_create(
        case=case, worker=worker, defaults={"centre_id": case.centre_id, "reason": reason, "written_by": by}
    )
    if is_new:
        chronicle.record("intake.barred", case, by=by, worker=worker.pk)
    return made


def _give(move: Move, *, by: Account, on: date, reason: str) -> Proposal:
    case, said = move.case, move.advice.of(move.worker.pk)
    if said is None:
        raise Unknown(case)
    for code in NEVER:
        if code in said.barred:
            raise BARS[code](case)
    follows = move.advice.first is not None and move.advice.first.hand.key == move.worker.pk
    if not follows and not reason.strip():
        raise ReasonMissing(case)
    made = Proposal.objects.create(
        case=case, centre_id=case.centre_id, chosen=move.worker, is_followed=follows, ranked=_kept(move.advice), written_by=by
    )
    try:
        with transaction.atomic():
            cases.assign(case, move.worker, by=by, on=on, reason=reason, added_load=said.added)
    except levels.NeedsAnotherApprover as fault:
        raise NeedsSecond(case) from fault
    except (cases.NoAccount, levels.MayNotHold) as fault:
        raise CannotSignIn(case) from fault
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name == "access_grant_minor_checked":
            raise NotChecked(case) from fault
        raise
    return made


def _kept(advice: Advice) -> list[dict[str, object]]:
    """What was proposed, as codes and figures."""
    return [
        {"worker": one.hand.key, "load": one.load, "added": one.added, "fits": sorted(one.fits), "reasons": list(one.reasons), "barred": list(one.barred)}
        for one in (*advice.ranked, *advice.barred)
    ]


def _is_here(leaver: Worker, on: date) -> bool:
    return leaver.account is not None and leaver.account.is_active and (leaver.left_on is None or leaver.left_on >= on)


def _keep_sight(leaver: Worker, case: Case, *, by: Account) -> Grant | None:
    """The sight of the days both work on it; of a minor's or restricted case only where somebody else than the leaver gives it."""
    if leaver.account_id == by.pk and (case.is_minor or case.is_restricted):
        return None
    return grants.give(
        leaver.account, cases.subject_of(case), level=cases.level_of(case, levels.WRITE), purpose=CASEWORK, source=levels.HANDOVER,
        by=by, approver=by if leaver.account_id != by.pk else None, reason="case.handover", is_minor=case.is_minor,
    )  # fmt: skip
