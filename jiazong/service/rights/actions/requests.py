"""A request is written down by one person and answered by another."""
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency
from jiazong.people.consent.rules import ages
from jiazong.people.residents.models import Guardianship, Person
from jiazong.people.supervision.queries import holders
from jiazong.service.rights import rules
from jiazong.service.rights.models import Request
from jiazong.service.rights.queries import waiting

DATA_RIGHTS = "data_rights"


@dataclass(frozen=True)
class Asked:
    """What somebody asks for at the desk, and how it was made sure who asks."""

    kind: str
    asker: str
    identity: str
    words: str = ""
    guardianship: Guardianship | None = None
    is_conflict: bool = False


@transaction.atomic
def ask(person: Person, asked: Asked, *, by: Account | None, on: date) -> Request:
    """Write down a request; the privacy officer is told. The same request while it waits is one."""
    there = Request.objects.filter(person=person, kind=asked.kind, asker=asked.asker, state=rules.OPEN).first()
    if there:
        return there
    made = Request.objects.create(
        centre_id=person.centre_id, person=person, kind=asked.kind, asker=asked.asker, guardianship=asked.guardianship,
        is_conflict=asked.is_conflict, identity=asked.identity, words=asked.words, asked_on=on, due_on=waiting.due_on(on), written_by=by,
    )  # fmt: skip
    for officer in holders("privacy_officer", person.centre):
        if by is None or officer.pk != by.pk:
            grants.tell(officer, "rights.asked", waiting.subject_of_copy(made), by=by, request=str(made.pk))
    chronicle.record("rights.asked", made, by=by, kind=asked.kind, on=on.isoformat())
    _to_log(made, "asked", by, kind=asked.kind, due_on=made.due_on.isoformat())
    return made


@transaction.atomic
def decide(request: Request, *, to: str, by: Account, ground: str = rules.NO_GROUND, remark: str = "") -> Request:
    """Answer a request once: granted, done on the spot, locked instead of deleted, or refused with its ground.

    A granted copy opens to whoever wrote the request down, with the person beside her. Raises what
    `rules.check_may_decide` raises, StillServed, and what `grants.give` raises.
    """
    held = Request.objects.select_for_update(of=("self",)).select_related("centre", "person", "written_by").get(pk=request.pk)
    rules.check_may_decide(
        held.kind, to, state=held.state, written_by=held.written_by_id, by=by.pk, ground=ground, is_conflict=held.is_conflict
    )
    if held.kind in (rules.DELETE, rules.LOCK) and to != rules.REFUSED and waiting.open_cases_of(held.person):
        raise rules.StillServed
    held.state, held.ground, held.remark, held.decided_by, held.decided_at = to, ground, remark, by, timezone.now()
    held.save(update_fields=["state", "ground", "remark", "decided_by", "decided_at"])
    if held.kind == rules.COPY and to == rules.GRANTED and held.written_by:
        _open_copy(held, by)
    if held.written_by_id and held.written_by_id != by.pk:
        # By key alone: whoever decides may not see the account of the one who asked.
        grants.tell(Account(pk=held.written_by_id), f"rights.{to}", waiting.subject_of_copy(held), by=by, request=str(held.pk))
    chronicle.record("rights.decided", held, by=by, kind=held.kind, state=to, ground=ground)
    _to_log(held, "decided", by, kind=held.kind, state=to, ground=ground)
    return held


def _open_copy(request: Request, by: Account) -> None:
    born = request.person.born_on
    grants.give(
        request.written_by, waiting.subject_of_copy(request), level=levels.READ_RESTRICTED, purpose=DATA_RIGHTS,
        source=levels.DATA_RIGHT, by=by, approver=by, reason="rights.granted",
        is_minor=born is not None and ages.is_minor(born, timezone.localdate()),
    )  # fmt: skip


def _to_log(request: Request, deed: str, by: Account | None, **facts: str) -> None:
    known = {"deed": deed, "centre": request.centre_id, "by": str(by.pk) if by else "", **facts}
    transparency.append("data_right", f"request:{request.pk}", known)
