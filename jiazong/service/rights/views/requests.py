"""Requests: the list, writing one down, one with its answer, the copy that was granted."""
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.access.grants.rules import READ_RESTRICTED, NotGranted
from jiazong.ground.access.guarding import guard
from jiazong.ground.papers.word import render_word
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.consent.queries import guardians_of
from jiazong.people.residents.models import Guardianship, Person
from jiazong.people.residents.permissions import persons_within
from jiazong.service.rights import actions, forms, papers, permissions, rules, wording
from jiazong.service.rights.models import Copy, Request
from jiazong.service.rights.queries import waiting

PAGE = 50
WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _request(request: HttpRequest, pk: UUID) -> Request:
    found = permissions.requests_within(request.reach)
    return get_object_or_404(found.select_related("centre", "person", "written_by", "decided_by", "guardianship"), pk=pk)


def person_of(request: HttpRequest, key: object) -> Person:
    """Somebody of the centres within reach, else the same 404 as for nobody."""
    try:
        return get_object_or_404(persons_within(request.reach).select_related("centre"), pk=key)
    except ValidationError as fault:
        raise Http404(key) from fault


@guard("rights.read")
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """What people ask for, the most urgent first; what was answered, on request."""
    found, is_answered = permissions.requests_within(request.reach), "answered" in request.GET
    rows = (found.exclude(state=rules.OPEN) if is_answered else found.filter(state=rules.OPEN)).order_by().values("id", "due_on")
    page = keyset.page(rows, keys=("due_on", "id"), asked=request.GET, size=PAGE)
    lines = found.filter(pk__in=[row["id"] for row in page.rows]).select_related("person", "centre").order_by("due_on", "id")
    late = found.filter(state=rules.OPEN, due_on__lt=timezone.localdate()).count()
    shown = {"page": replace(page, rows=list(lines)), "is_answered": is_answered, "late": late, "today": timezone.localdate()}
    return render(request, "rights/list.html", shown | {"lexicon": wording.WORDS})


@guard("rights.write")
@FORM
def new(request: HttpRequest, person: UUID) -> HttpResponse:
    """Write down what somebody asks for."""
    found, today = person_of(request, person), timezone.localdate()
    known = Guardianship.objects.filter(pk__in=[one.pk for one in guardians_of(found, on=today)]).select_related("guardian")
    form = forms.RequestForm(request.POST if request.method == "POST" else None, guardians=known)
    if request.method == "POST" and form.is_valid():
        made = actions.ask(found, form.asked(), by=request.user, on=today)
        say(request, _("The request is saved; it is to be answered by %(day)s.") % {"day": made.due_on.isoformat()})
        return redirect("rights:request", made.pk)
    shown = {"form": form, "person": found, "days": waiting.setting("request.days")}
    return render(request, "rights/new.html", shown, status=422 if request.method == "POST" else 200)


@guard("rights.read")
@require_GET
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request and its answer."""
    return _page(request, _request(request, pk))


def _page(request: HttpRequest, found: Request, *, status: int = 200, **typed: Any) -> HttpResponse:
    shown = {
        "asked": found, "lexicon": wording.WORDS, "today": timezone.localdate(), "form": next(iter(typed.values()), None),
        "decision": forms.DecideForm(kind=found.kind, auto_id="decide-%s"), "finish": forms.FinishForm(auto_id="finish-%s"),
        "is_open": found.state == rules.OPEN, "at_the_desk": found.kind in rules.AT_THE_DESK,
        "is_mine": found.written_by_id == request.user.pk, **typed,
    }  # fmt: skip
    return render(request, "rights/request.html", shown, status=status)


@guard("rights.decide")
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Grant, lock or refuse."""
    found = _request(request, pk)
    form = forms.DecideForm(request.POST, kind=found.kind, auto_id="decide-%s")
    if form.is_valid():
        try:
            actions.decide(found, by=request.user, **form.cleaned_data)
        except (rules.NotAllowed, NotGranted) as fault:
            form.add_error("to", wording.refusal(fault))
        else:
            say(request, _("The answer is saved, and whoever wrote the request down is told."))
            return redirect("rights:request", found.pk)
    return _page(request, found, status=422, decision=form)


@guard("rights.write")
@require_POST
def finish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what was done at once: explained, corrected, shown who looked."""
    found = _request(request, pk)
    form = forms.FinishForm(request.POST, auto_id="finish-%s")
    if form.is_valid():
        try:
            actions.decide(found, to=rules.DONE, by=request.user, remark=form.cleaned_data["remark"])
        except rules.NotAllowed as fault:
            form.add_error("remark", wording.refusal(fault))
        else:
            say(request, _("Written down as done."))
            return redirect("rights:request", found.pk)
    return _page(request, found, status=422, finish=form)


@guard("rights.copy")
@require_GET
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand over the copy that was granted, to whoever wrote the request down; each time is written down."""
    found, word = _request(request, pk), "rights.copy"
    grant = grants.grant_for(request.user, waiting.COPY, found.pk, READ_RESTRICTED, word)
    made = Copy.objects.filter(request=found).first() if grant else None
    if made is None:
        refuse(request, _("No copy to hand over: it has not been granted to you, or is still being made; look again in a quarter of an hour."))
        return redirect("rights:request", found.pk)
    made.request, made.centre = found, found.centre
    note_read(waiting.subject_of_copy(found), by=request.user, word=word, grant=grant)
    if request.GET.get("as") == "word":
        return _file(render_word(papers.paper(made)), WORD_FILE, "docx")
    return _file(bytes(made.content), "application/json", "json")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"personal-data-{timezone.localdate().isoformat()}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"})
