"""Notes: the list, one note, writing one, putting one right."""
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say
from jiazong.people.staff.models import Worker
from jiazong.people.supervision import actions, permissions, queries
from jiazong.people.supervision.forms import register as forms
from jiazong.people.supervision.models import Note
from jiazong.people.supervision.views.parts import FORM, PAGE, answer, note_of, posted


@guard("supervision.list")
@require_GET
def notes(request: HttpRequest) -> HttpResponse:
    """The supervisions a person may know of; only the heads, the texts are a page further."""
    listed = permissions.notes_listed(request.user, request.reach, "supervision.list")
    page = keyset.page(listed.values("id", "day"), keys=("-day", "-id"), asked=request.GET, size=PAGE)
    shown = Note.objects.filter(pk__in=[row["id"] for row in page.rows]).order_by("-day", "-id")
    lines = list(shown.select_related("pair__worker", "pair__supervisor", "centre"))
    pairs = queries.pairs_of(request.user, on=timezone.localdate())
    return answer(request, "list", {"page": replace(page, rows=lines), "pairs": pairs, "me": request.user})


@guard("supervision.read")
@require_GET
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One note: its head, and its text to whom it opens; every look is written down."""
    word = "supervision.read"
    found = note_of(request, pk, word)
    text = permissions.texts_open_to(request.user, word).filter(note=found).first()
    private = permissions.private_open_to(request.user, word).filter(note=found).first()
    grant = _grant(request, found)
    if text:
        text.note = found
        note_read(queries.subject_of_note(found), by=request.user, word=word, grant=grant)
    if private:
        private.note = found
    is_mine = found.pair.worker.account_id == request.user.pk
    reads = grants.reads_of(queries.NOTE, found.pk)[:PAGE] if is_mine or request.may_open("supervision:reads") else []
    return answer(request, "note", {
        "record": found, "text": text, "private": private, "grant": grant, "is_mine": is_mine, "reads": reads,
        "may_write": bool(private) or _writes(request, found),
    })  # fmt: skip


@guard("supervision.write")
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Write down a supervision with one or several workers."""
    today = timezone.localdate()
    writes = permissions.pairs_to_write_in(request.user, "supervision.write")
    mine = queries.pairs_of(request.user, on=today).filter(pk__in=writes.values("pk"))
    start = {"day": today, "pairs": request.GET.getlist("pair")}
    form = forms.NewNoteForm(posted(request), pairs=mine, workers=_colleagues(mine), initial=start)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = actions.write_notes(told["pairs"], form.said(), by=request.user, session=told["session"])
        say(request, ngettext("The note is saved.", "%(n)s notes are saved.", len(made)) % {"n": len(made)})
        return redirect("supervision:note", made[0].pk)
    return answer(request, "new", {"form": form, "pairs": mine})


@guard("supervision.write")
@FORM
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a note right; that it was changed stays in its record."""
    mine = permissions.pairs_to_write_in(request.user, "supervision.write")
    listed = permissions.notes_listed(request.user, request.reach, "supervision.write").filter(pair__in=mine)
    found = get_object_or_404(listed.select_related("pair__worker", "centre"), pk=pk)
    form = forms.NoteForm(posted(request), workers=_colleagues(mine), initial=_said(request, found))
    if request.method == "POST" and form.is_valid():
        actions.change_note(found, form.said(), by=request.user)
        say(request, _("The change is saved."))
        return redirect("supervision:note", found.pk)
    return answer(request, "edit", {"form": form, "record": found})


def _said(request: HttpRequest, found: Note) -> dict[str, object]:
    """What the note says now, into the form; it is a look like any other."""
    word = "supervision.write"
    text = permissions.texts_open_to(request.user, word).filter(note=found).first()
    private = permissions.private_open_to(request.user, word).filter(note=found).first()
    if text is None:
        raise Http404(str(found.pk))
    note_read(queries.subject_of_note(found), by=request.user, word=word, grant=_grant(request, found, word))
    said = {"themes": text.themes, "agreements": text.agreements, "private": private.words if private else ""}
    return said | {name: getattr(found, name) for name in ("day", "minutes", "form", "about")}


def _grant(request: HttpRequest, found: Note, word: str = "supervision.read"):
    """The grant that opens a note: of its pair, else of the note alone."""
    pair = grants.grant_for(request.user, queries.PAIR, found.pair_id, 2, word)
    return pair or grants.grant_for(request.user, queries.NOTE, found.pk, 2, word)


def _writes(request: HttpRequest, found: Note) -> bool:
    held = grants.grant_for(request.user, queries.PAIR, found.pair_id, 3, "supervision.write")
    return held is not None and request.may_open("supervision:edit")


def _colleagues(pairs: object) -> object:
    """The workers of the centres one supervises in: whom a complaint may be about."""
    return Worker.objects.filter(centre__in=pairs.values("centre")).order_by("sort_key", "pk")
