"""Process notes: writing one, several in a row, one as it stands, what was added, its time put right."""
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say, warn
from jiazong.ledger.hours.rules import entry
from jiazong.service.cases import contact_words as words
from jiazong.service.cases import permissions
from jiazong.service.cases.actions import notes as actions
from jiazong.service.cases.forms import notes as forms
from jiazong.service.cases.models import Case, Note
from jiazong.service.cases.queries import cases as cases_queries
from jiazong.service.cases.queries import notes as queries
from jiazong.service.cases.rules import stages
from jiazong.service.cases.views.keeping import Keeping, keeping
from jiazong.service.cases.views.parts import FORM, WRITE, answer, may_write, open_case, posted, writable_case

MOST_IN_A_ROW, SHOWN = 20, 60


@guard("cases.write")
@FORM
def note_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down one contact; what was begun earlier is there again."""
    case = writable_case(request, pk)
    if case.stage in stages.ENDED:
        warn(request, _("The case has ended; write down a follow-up instead."))
        return redirect("cases:following", case.pk)
    kept, counted = keeping(request, case, "note"), _counting(request, case)
    family = cases_queries.family_of(case, today=timezone.localdate())
    persons = queries.persons_of(family)
    form = forms.NoteForm(
        posted(request), persons=persons, methods=counted.methods, initial=kept.start(forms.NoteForm, _start(case, persons))
    )
    if kept.asks_to_keep:
        return _kept(request, kept)
    done = _write(request, case, form, counted) if request.method == "POST" and kept.stands_alone() and form.is_valid() else None
    if done:
        kept.drop()
        return done
    return _note_page(request, form, kept, counted, family)


def _start(case: Case, persons: Sequence[Any]) -> dict[str, Any]:
    return {"day": timezone.localdate(), "request_key": uuid4(), "present": [one.pk for one in persons[:1]], "is_crisis": case.is_crisis}


def _counting(request: HttpRequest, case: Case) -> queries.Counting:
    return queries.counting(request.user, case, _day(request.POST.get("day", "")) or timezone.localdate())


def _write(request: HttpRequest, case: Case, form: forms.NoteForm, counted: queries.Counting) -> HttpResponse | None:
    told = form.told()
    try:
        made = actions.write_note(case, told, by=request.user, request_key=form.cleaned_data["request_key"])
    except entry.Refused as refused:
        form.refuse(refused, forms_facts(refused, counted, told.time))
        return None
    minutes = told.time.direct_minutes + told.time.indirect_minutes
    if made.hours_wait:
        warn(request, _("The note is saved; its hours wait.") + " " + words.word_of(words.HOURS_WAIT, made.hours_wait))
    else:
        say(request, _("Note saved, %(minutes)s minutes recorded.") % {"minutes": minutes})
    if left := [one for one in request.GET.get("then", "").split(",") if one]:
        return redirect(reverse("cases:note_new", args=[_uuid(left[0])], query={"then": ",".join(left[1:])} if left[1:] else None))
    return redirect("cases:note", case.pk, made.note.pk)


def _note_page(
    request: HttpRequest, form: forms.NoteForm, kept: Keeping, counted: queries.Counting, family: cases_queries.Family | None
) -> HttpResponse:
    by_mode = queries.methods_by_mode(counted, timezone.localdate())
    left = len([one for one in request.GET.get("then", "").split(",") if one])
    return answer(request, "note_form", {
        "case": kept.case, "form": form, "keeping": kept, "counted": counted, "by_mode": by_mode, "left": left,
        "last": queries.last_note_of(kept.case), "contacts": words.WORDS, "family": family,
    })  # fmt: skip


def _kept(request: HttpRequest, kept: Keeping) -> HttpResponse:
    kept.keep()
    say(request, _("Kept as a draft; go on whenever you like."))
    return redirect(request.get_full_path())


def forms_facts(refused: entry.Refused, counted: queries.Counting, time: actions.Time) -> dict[str, Any]:
    """What the sentences of a refusal name: the contract, its term, the line in the way."""
    asked = entry.Draft(0, 0, time.day, time.direct_minutes, time.indirect_minutes, 1, time.start_minute)
    found = queries.clash(counted, asked) if isinstance(refused, entry.TwoPlacesAtOnce) else None
    contract = counted.contract
    begins = found.start_minute if found else 0
    return {
        "contract": contract.code if contract else "", "first_day": contract.first_day if contract else "",
        "last_day": contract.last_day if contract else "", "title": (found.title or found.method.name) if found else "",
        "begins": f"{forms.clock_of(begins):%H:%M}", "ends": f"{forms.clock_of(begins + (found.direct_minutes if found else 0)):%H:%M}",
    }  # fmt: skip


@guard("cases.write")
@FORM
def notes_in_a_row(request: HttpRequest) -> HttpResponse:
    """Choose several cases and write their notes one after another."""
    mine = queries.to_write_in(permissions.writable_by(request.user, WRITE))
    chosen = [one for one in request.POST.getlist("case") if _uuid(one, strict=False)][:MOST_IN_A_ROW]
    if request.method == "POST" and chosen:
        then = {"then": ",".join(chosen[1:])} if chosen[1:] else None
        return redirect(reverse("cases:note_new", args=[chosen[0]], query=then))
    shown = {"cases": list(mine[:SHOWN]), "nothing_chosen": request.method == "POST", "most": MOST_IN_A_ROW}
    return answer(request, "notes_in_a_row", shown)


@guard("cases.read")
@require_GET
def note(request: HttpRequest, pk: UUID, which: UUID) -> HttpResponse:
    """One note with all that was added to it, and the line of the ledger it stands for."""
    case = open_case(request, pk)
    found = _note(case, which)
    is_mine = found.written_by_id == request.user.pk
    return answer(request, "note", {
        "case": case, "record": found, "contacts": words.WORDS, "newest": queries.newest_line(found), "is_mine": is_mine,
        "may_write": may_write(request, case),
    })  # fmt: skip


@guard("cases.write")
@FORM
def note_add(request: HttpRequest, pk: UUID, which: UUID) -> HttpResponse:
    """Add to a note what was left out; what stands there stays."""
    case = writable_case(request, pk)
    found = _note(case, which)
    kept = keeping(request, case, "note_add", found.pk)
    form = forms.AdditionForm(posted(request), initial=kept.start(forms.AdditionForm, {}))
    if kept.asks_to_keep:
        return _kept(request, kept)
    if request.method == "POST" and kept.stands_alone() and form.is_valid():
        actions.add_to_note(found, forms.words_of(form.cleaned_data), by=request.user)
        kept.drop()
        say(request, _("The addition is saved."))
        return redirect("cases:note", case.pk, found.pk)
    return answer(request, "note_add", {"case": case, "record": found, "form": form, "keeping": kept, "contacts": words.WORDS})


@guard("cases.write")
@FORM
def note_time(request: HttpRequest, pk: UUID, which: UUID) -> HttpResponse:
    """Put the time of one's own note right, in the note and in the ledger."""
    case = writable_case(request, pk)
    found = _note(case, which)
    if found.written_by_id != request.user.pk:
        raise Http404(str(which))
    form = forms.CorrectionForm(posted(request), initial=forms.time_filled_from(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_time(found, form.time(), reason=form.cleaned_data["reason"], by=request.user)
        except entry.Refused as refused:
            form.refuse(refused, forms_facts(refused, _counting(request, case), form.time()))
        else:
            say(request, _("The time is corrected in the note and in the ledger."))
            return redirect("cases:note", case.pk, found.pk)
    return answer(request, "note_time", {"case": case, "record": found, "form": form, "contacts": words.WORDS})


def _note(case: Case, which: UUID) -> Note:
    found = queries.note_of(case, which)
    if found is None:
        raise Http404(str(which))
    return found


def _uuid(text: str, *, strict: bool = True) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        if strict:
            raise Http404(text) from None
        return None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
