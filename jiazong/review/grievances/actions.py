"""Writing down an added task, the street's answer, the referral, the end; the sequence is that of the rules."""
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.review.grievances import queries, rules
from jiazong.review.grievances.models import StreetTask


@dataclass(frozen=True)
class Told:
    """An added task as it is written down; `asked_by` is a department, never a person."""

    task: str
    asked_by: str
    first_day: date
    last_day: date
    minutes: int
    cost_fen: int
    payer: str
    was_consulted: bool


@transaction.atomic
def write_down(contract: Contract, told: Told, *, by: Account | None) -> StreetTask:
    """Write an added task down with its effect on the plan as the ledger shows it today."""
    effect = queries.effect_of(contract, first_day=told.first_day, minutes=told.minutes, today=timezone.localdate())
    made = StreetTask.objects.create(
        contract=contract, task=told.task, asked_by=told.asked_by, first_day=told.first_day, last_day=told.last_day,
        minutes=told.minutes, cost_fen=told.cost_fen, payer=told.payer, was_consulted=told.was_consulted,
        month_minutes=effect.month_minutes, at_risk=[{"code": one.code, "name": one.name} for one in effect.at_risk], written_by=by,
    )  # fmt: skip
    chronicle.record("tasks.written", made, by=by, contract=contract.pk, minutes=told.minutes)
    return made


@transaction.atomic
def answer(task: StreetTask, *, agrees: bool, words: str, on: date, by: Account | None) -> None:
    """The street agrees that the task goes on in place of planned service, or takes it back; raises NotAllowed."""
    task = _held(task)
    rules.check_answer(queries.way_of(task))
    task.is_agreed, task.answer, task.answered_on, task.answered_by = agrees, words, on, by
    task.save(update_fields=["is_agreed", "answer", "answered_on", "answered_by"])
    chronicle.record("tasks.answered", task, by=by, decision="agreed" if agrees else "refused")


@transaction.atomic
def refer(task: StreetTask, *, words: str, on: date, by: Account | None) -> None:
    """Refer a task to the coordinating officer of the bureau; raises NotAllowed."""
    task = _held(task)
    rules.check_referral(queries.way_of(task))
    task.referred_on, task.referral, task.referred_by = on, words, by
    task.save(update_fields=["referred_on", "referral", "referred_by"])
    chronicle.record("tasks.referred", task, by=by, on=on.isoformat())


@transaction.atomic
def end(task: StreetTask, *, outcome: str, on: date, by: Account | None) -> None:
    """Write down how it ended; the first end stays."""
    if StreetTask.objects.filter(pk=task.pk, ended_on__isnull=True).update(ended_on=on, outcome=outcome):
        chronicle.record("tasks.ended", task, by=by, on=on.isoformat())


def _held(task: StreetTask) -> StreetTask:
    return StreetTask.objects.select_for_update().get(pk=task.pk)
