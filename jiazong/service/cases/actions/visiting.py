"""What was seen on a visit, written once beside its note."""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.staff.models import Worker
from jiazong.service.cases.models import HomeVisit, Note
from jiazong.service.cases.queries.visiting import items_on, visit_of


@dataclass(frozen=True)
class VisitTold:
    """How the home and the people were found; `safe` are the codes of the items that are in order."""

    safe: Collection[str] = ()
    health: str = ""
    mood: str = ""
    needs: str = ""
    help: str = ""
    next_visit_on: date | None = None
    second_worker: Worker | None = None
    may_photograph: bool | None = None


@transaction.atomic
def write_visit(note: Note, told: VisitTold, *, by: Account) -> HomeVisit:
    """Write down what was seen, or put it right; the items of safety are kept as they were asked on the day of the visit."""
    found = visit_of(note) or HomeVisit(case=note.case, note=note, written_by=by)
    is_new = found._state.adding
    asked = [{"code": code, "words": words, "is_right": code in told.safe} for code, words in items_on(note.day)]
    values = {name: value for name, value in vars(told).items() if name != "safe"} | {"safety": {"items": asked}}
    for name, value in values.items():
        setattr(found, name, value)
    found.save(force_insert=is_new, update_fields=None if is_new else list(values))
    chronicle.record("case.visit_written", note, by=by, on=note.day.isoformat(), number=note.number)
    return found
