from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from jiazong.commission.contracts import queries as contracts
from jiazong.commission.contracts.models import Assignment, Contract, Method
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency
from jiazong.ledger.hours import leaves, queries
from jiazong.ledger.hours.actions import notes, roll_up, single
from jiazong.ledger.hours.models import Posting, Source
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules.entry import Draft
from jiazong.people.staff.models import Worker


def post(contract: Contract, draft: Draft, *, by: Account | None, request_key: UUID | None = None) -> Posting:
    """Post one service to the ledger, counted by the contract's own rule of that day.

    The same `request_key` twice (double click, retry, phone) is one posting. Raises a subclass of `Refused` where the day
    lies outside the term or ahead, the worker is not on the list, the duration is none or over a day, or the worker would
    be in two places at once; it is raised before anything is written, so a transaction around it goes on.
    """
    if connection.in_atomic_block:
        return _post(contract, draft, by, request_key)
    with transaction.atomic():
        return _post(contract, draft, by, request_key)


def _post(contract: Contract, draft: Draft, by: Account | None, request_key: UUID | None) -> Posting:
    known = single.hold_and_ask(contract, draft, request_key)
    if known.same_key and (there := Posting.objects.filter(pk=known.same_key).first()):
        return there
    entry.check_figures(draft)
    entry.check_day(draft.day, first_day=contract.first_day, last_day=contract.last_day, today=timezone.localdate())
    if known.counts_hours is None or not known.has_method:
        raise entry.NotOnList
    entry.check_fits(draft, known.spans)
    return single.write(contract, draft, known, source=known.source or _screen(contract).pk, by=by, request_key=request_key)


@transaction.atomic
def correct(posting: Posting, draft: Draft, *, reason: str, by: Account | None, request_key: UUID | None = None) -> Posting:
    """Correct a posting by a reversal and a second posting; what was counted is never edited.

    Both lines are late when their month is closed. Correcting twice with the same key is one correction.
    """
    if request_key and (there := Posting.objects.filter(request_key=request_key).first()):
        return there
    contract = posting.contract
    roll_up.hold_many(contract.pk)
    for worker_id in sorted({posting.worker_id, draft.worker_id}):
        roll_up.hold_worker(worker_id)
    assigned = _check(contract, draft)
    reversal = _reversal(posting, reason=reason, by=by)
    entry.check_fits(draft, queries.spans_of(draft.worker_id, draft.day))
    made = _insert(contract, draft, assigned, by=by, request_key=request_key, corrects=posting, reason=reason)
    _complete(reversal, made)
    chronicle.record("hours.corrected", posting, by=by, to=made.pk, late=made.is_late, reason=reason)
    return made


@transaction.atomic
def reverse(posting: Posting, *, reason: str, by: Account | None) -> Posting:
    """Take a posting back by a reversal: both lines stay in the ledger."""
    roll_up.hold(posting.contract_id)
    roll_up.hold_worker(posting.worker_id)
    reversal = _reversal(posting, reason=reason, by=by)
    _complete(reversal)
    chronicle.record("hours.reversed", posting, by=by, late=reversal.is_late, reason=reason)
    return reversal


def _complete(*made: Posting) -> None:
    """What belongs to new postings in the same transaction: their leaves of the evidence log."""
    ids = [one.pk for one in made]
    transparency.append_rows(leaves.POSTING, "line.id = ANY(%(ids)s)", {"ids": ids}, expected=len(ids))


def _check(contract: Contract, draft: Draft) -> Assignment:
    entry.check_figures(draft)
    entry.check_day(
        draft.day, first_day=contract.first_day, last_day=contract.last_day, today=timezone.localdate()
    )
    assigned = contract.assignments.filter(worker_id=draft.worker_id).first()
    if assigned is None or not contract.methods.filter(pk=draft.method_id).exists():
        raise entry.NotOnList
    return assigned


def _insert(contract: Contract, draft: Draft, assigned: Assignment, *, by: Account | None, **more: object) -> Posting:
    salt, mark = notes.marked(draft.note)
    made = Posting.objects.create(
        contract=contract, worker_id=draft.worker_id, method_id=draft.method_id,
        day=draft.day, start_minute=draft.start_minute,
        direct_minutes=draft.direct_minutes, indirect_minutes=draft.indirect_minutes, person_times=draft.person_times,
        quantity=1, counts_hours=assigned.is_professional,
        field=draft.field, title=draft.title, note_mark=mark, flags=draft.flags,
        is_late=queries.is_closed(contract, draft.day), rule=contracts.hours_rule_on(contract, draft.day),
        source=_screen(contract), posted_by=by, **more,
    )  # fmt: skip
    notes.keep(made, salt, draft.note)
    return made


def _reversal(posting: Posting, *, reason: str, by: Account | None) -> Posting:
    if posting.quantity != 1 or Posting.objects.filter(reverses=posting).exists():
        raise entry.AlreadyReversed
    return Posting.objects.create(
        contract_id=posting.contract_id, worker_id=posting.worker_id, method_id=posting.method_id,
        day=posting.day, start_minute=posting.start_minute,
        direct_minutes=-posting.direct_minutes, indirect_minutes=-posting.indirect_minutes,
        person_times=-posting.person_times, quantity=-1, counts_hours=posting.counts_hours,
        field=posting.field, title=posting.title, is_late=queries.is_closed(posting.contract, posting.day),
        rule_id=posting.rule_id, source=_screen(posting.contract), reverses=posting, reason=reason, posted_by=by,
    )  # fmt: skip


def _screen(contract: Contract) -> Source:
    """The one source that stands for what is typed on the contract's screens."""
    source, _ = Source.objects.get_or_create(contract=contract, kind=Source.SCREEN)
    return source


def draft_for(worker: Worker, method: Method, **figures: object) -> Draft:
    """A draft for a worker and a method of the contract."""
    return Draft(worker_id=worker.pk, method_id=method.pk, **figures)
