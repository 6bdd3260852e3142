"""Reads of process notes: one with its texts, all of a case for printing, what they add up to, whose hours still wait."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Min, Prefetch, Q, QuerySet, Sum

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.queries import own
from jiazong.ledger.hours.rules import entry
from jiazong.people.residents.models import Person
from jiazong.people.staff.models import Worker
from jiazong.service.cases.models import Case, Note, NoteText, Present
from jiazong.service.cases.queries.cases import Family
from jiazong.service.cases.queries.settings import setting
from jiazong.service.cases.rules import notes as rules
from jiazong.service.cases.rules.notes import Totals


@dataclass(frozen=True)
class Counting:
    """Under which contract and methods a contact of a day is counted; no contract, no methods."""

    worker: Worker | None
    contract: Contract | None
    methods: Sequence[str] = ()


def totals(case: Case) -> Totals:
    """What the notes of a case add up to: contacts and minutes, never typed anywhere; one question."""
    met = Q(direct_minutes__gt=0)
    found = Note.objects.filter(case=case).order_by().aggregate(
        notes=Count("pk"), contacts=Count("pk", filter=met), direct=Sum("direct_minutes"), indirect=Sum("indirect_minutes"),
        first=Min("day", filter=met), last=Max("day", filter=met),
    )  # fmt: skip
    return Totals(found["notes"], found["contacts"], found["direct"] or 0, found["indirect"] or 0, found["first"], found["last"])


def notes_of(case: Case) -> list[Note]:
    """All notes of a case with texts and who was there, the oldest first; three questions whatever their number."""
    return _whole(Note.objects.filter(case=case).order_by("day", "number"), case)


def note_of(case: Case, pk: object) -> Note | None:
    """One note with its texts."""
    return next(iter(_whole(Note.objects.filter(case=case, pk=pk), case)), None)


def last_note_of(case: Case) -> Note | None:
    """The newest note with its texts: what was agreed last time stands beside the form."""
    return next(iter(_whole(Note.objects.filter(case=case).order_by("-day", "-number")[:1], case)), None)


def _whole(notes: QuerySet[Note], case: Case) -> list[Note]:
    texts = Prefetch("texts", NoteText.objects.select_related("written_by").order_by("is_addition", "written_at", "id"))
    there = Prefetch("present", Present.objects.select_related("person").order_by("person__sort_key", "person_id"))
    found = list(notes.select_related("written_by", "posting__method").prefetch_related(texts, there))
    for one in found:
        one.case = case
        for text in one.texts.all():
            text.case = case
    return found


def newest_line(note: Note) -> Posting | None:
    """The line of the ledger that stands for a note now, where somebody corrected it in the ledger itself; else nothing."""
    line, seen = note.posting, set()
    while line and line.pk not in seen:
        seen.add(line.pk)
        after = Posting.objects.filter(corrects=line).select_related("method").first()
        if after is None:
            break
        line = after
    return line if line and note.posting_id != line.pk else None


def persons_of(family: Family | None) -> list[Person]:
    """Who may have been there: whom the case is about, who lives with them, who else it touches; each once."""
    if family is None:
        return []
    listed = [family.person, *(one.person for one in family.members), *(one.person for one in family.involved)]
    return list({one.pk: one for one in listed}.values())


def worker_of(account: Account | None, case: Case) -> Worker | None:
    """Somebody as a worker of the case's centre."""
    return next(iter(own.workers_of_account(account, [case.centre_id])), None) if account else None


def counting(account: Account, case: Case, day: date) -> Counting:
    """How a contact of somebody in a case is counted on a day."""
    worker = worker_of(account, case)
    contract = own.contract_of(worker, day) if worker else None
    methods = list(contract.methods.order_by("order").values_list("name", flat=True)) if contract else []
    return Counting(worker, contract, methods)


def method_for(mode: str, counted: Counting, day: date) -> str:
    """The method of the contract a mode of contact stands for by the setting of the day, or ''."""
    return rules.method_for(mode, setting("note.methods", day), counted.methods)


def methods_by_mode(counted: Counting, day: date) -> dict[str, str]:
    """Mode → method of the contract, for a form that chooses beforehand."""
    wanted = setting("note.methods", day)
    return {mode: rules.method_for(mode, wanted, counted.methods) for mode in rules.MODES}


def clash(counted: Counting, draft: entry.Draft) -> Posting | None:
    """The line that already fills the minutes of direct service somebody asks for."""
    return own.clashing_posting(counted.worker, draft) if counted.worker else None


def waiting_for_hours(account: Account, cases: QuerySet[Case]) -> QuerySet[Note]:
    """A person's own notes whose time is in no ledger yet, the oldest first; `cases` are those open to her."""
    found = Note.objects.filter(written_by=account, posting__isnull=True, case__in=cases)
    return found.filter(Q(direct_minutes__gt=0) | Q(indirect_minutes__gt=0)).order_by("day", "number", "pk")


def with_cases(keys: Iterable[object]) -> list[Note]:
    """The notes of one page with the case and whom it is about."""
    return list(Note.objects.filter(pk__in=list(keys)).select_related("case__centre", "case__party__person").order_by("day", "number", "pk"))


def to_write_in(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases that go on, those longest without a contact first: whom a worker may have met today."""
    found = cases.filter(ended_on__isnull=True).select_related("party__person")
    return found.order_by(F("last_contact_on").desc(nulls_last=True), "-opened_on", "pk")
