"""What was seen on a visit, beside the note of the contact."""
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say
from jiazong.people.staff.queries import workers_of
from jiazong.service.cases.actions.visiting import write_visit
from jiazong.service.cases.forms.visiting import VisitForm
from jiazong.service.cases.models import HomeVisit, Note
from jiazong.service.cases.queries import notes
from jiazong.service.cases.queries.visiting import items_on, visit_of
from jiazong.service.cases.views.parts import FORM, answer, posted, writable_case


@guard("cases.write")
@FORM
def visit(request: HttpRequest, pk: UUID, which: UUID) -> HttpResponse:
    """Write down how the home and the people were found, or put it right."""
    case = writable_case(request, pk)
    note = notes.note_of(case, which)
    if note is None:
        raise Http404(str(which))
    items, workers = items_on(note.day), workers_of(case.centre, on=note.day)
    form = VisitForm(posted(request), items=items, workers=workers, initial=_said(note))
    if request.method == "POST" and form.is_valid():
        write_visit(note, form.told(), by=request.user)
        say(request, _("What was seen on the visit is saved."))
        return redirect("cases:note", case.pk, note.pk)
    return answer(request, "visit", {"case": case, "record": note, "form": form})


def _said(note: Note) -> dict[str, Any]:
    """What was written before, into the form."""
    found: HomeVisit | None = visit_of(note)
    if found is None:
        return {}
    names = ("health", "mood", "needs", "help", "next_visit_on", "second_worker")
    safe = [one["code"] for one in (found.safety or {}).get("items", []) if one["is_right"]]
    photograph = {True: "yes", False: "no"}.get(found.may_photograph, "")
    return {name: getattr(found, name) for name in names} | {"safe": safe, "may_photograph": photograph}
