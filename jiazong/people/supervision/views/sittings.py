"""Conferences and visits: writing one down, one of them, putting it right; what was agreed and whether it is done."""
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import Worker
from jiazong.people.supervision import actions, permissions, queries
from jiazong.people.supervision.actions import Agreed
from jiazong.people.supervision.forms import sittings as forms
from jiazong.people.supervision.models import FollowUp, Note, Sitting
from jiazong.people.supervision.rules import months
from jiazong.people.supervision.views.parts import FORM, PAGE, answer, posted


@guard("sessions.read")
@require_GET
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One sitting: its head, what was agreed, and its text to whom it opens; every look is written down."""
    found, today = _sitting(request, pk), timezone.localdate()
    text = permissions.sitting_texts_open_to(request.user).filter(sitting=found).first()
    if text:
        text.sitting = found
        note_read(queries.subject_of_sitting(found), by=request.user, word="sessions.read", grant=None)
    follow_ups = permissions.follow_ups_listed(request.user, request.reach).filter(sitting=found).select_related("owner", "centre")
    there = found.attendees.select_related("worker").order_by("worker__sort_key", "pk")
    is_mine = found.supervisor_id == request.user.pk
    has_text = text is not None or found.form in (Note.HARD_CASE, Note.SITE_VISIT)
    return answer(request, "session", {
        "sitting": found, "text": text, "has_text": has_text, "is_mine": is_mine, "attendees": [one.worker for one in there],
        "lines": [(one, months.follow_up(one.due, one.done_on, on=today)) for one in follow_ups],
    })  # fmt: skip


@guard("sessions.write")
@FORM
def session_new(request: HttpRequest, form: str) -> HttpResponse:
    """Write down a conference or a visit."""
    if form not in forms.NEW:
        raise Http404(form)
    centres = _own_centres(request)
    workers = _workers(centres)
    typed = forms.NEW[form](posted(request), centres=centres, workers=workers, initial=_start(request, centres))
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        made = actions.sit(
            request.user, told["centres"], typed.head(form), texts=typed.texts(), attendees=told["attendees"], agreed=typed.agreed(),
            by=request.user, session=told["session"],
        )  # fmt: skip
        say(request, _("The supervision is saved."))
        return redirect("supervision:session", made[0].pk)
    return answer(request, "session_new", {"form": typed, "kind": form})


@guard("sessions.write")
@FORM
def session_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a conference or a visit right, at all its centres."""
    found = get_object_or_404(_mine(request).filter(form__in=forms.CHANGED), pk=pk)
    text = get_object_or_404(permissions.sitting_texts_open_to(request.user), sitting=found)
    text.sitting = found
    said = {name: getattr(text, name) for name in actions.SITTING_TEXTS}
    head = {name: getattr(found, name) for name in ("day", "halves", "next_day", "case_code")}
    form = forms.CHANGED[found.form](posted(request), initial=said | head)
    if request.method == "POST" and form.is_valid():
        actions.change_sitting(found, form.head(found.form), texts=form.texts(), by=request.user)
        say(request, _("The change is saved."))
        return redirect("supervision:session", found.pk)
    note_read(queries.subject_of_sitting(found), by=request.user, word="sessions.write", grant=None)
    return answer(request, "session_edit", {"form": form, "sitting": found})


@guard("sessions.write")
@FORM
def follow_up_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down something that is to be done after a sitting."""
    found = get_object_or_404(_mine(request), pk=pk)
    form = forms.FollowUpForm(posted(request), workers=_workers(Centre.objects.filter(pk=found.centre_id)))
    if request.method == "POST" and form.is_valid():
        actions.agree(found, Agreed(**form.cleaned_data), by=request.user)
        say(request, _("What is to be done is saved."))
        return redirect("supervision:session", found.pk)
    return answer(request, "follow_up_new", {"form": form, "sitting": found})


@guard("sessions.read")
@require_GET
def follow_ups(request: HttpRequest) -> HttpResponse:
    """What was agreed and is still to be done, the most pressing first; or what is done."""
    today, is_done = timezone.localdate(), request.GET.get("which") == "done"
    listed = permissions.follow_ups_listed(request.user, request.reach).filter(done_on__isnull=not is_done)
    keys = ("-due", "-id") if is_done else ("due", "id")
    page = keyset.page(listed.values("id", "due"), keys=keys, asked=request.GET, size=PAGE)
    shown = FollowUp.objects.filter(pk__in=[row["id"] for row in page.rows]).order_by(*keys)
    found = list(shown.select_related("owner", "centre", "supervisor", "sitting"))
    lines = [(one, months.follow_up(one.due, one.done_on, on=today)) for one in found]
    late = listed.filter(due__lt=today).count() if not is_done else 0
    return answer(request, "follow_ups", {"page": replace(page, rows=lines), "is_done": is_done, "late": late})


@guard("follow_ups.write")
@require_POST
def follow_up_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that something agreed is done, or after all is not."""
    found = get_object_or_404(permissions.follow_ups_listed(request.user, request.reach), pk=pk)
    if request.POST.get("is_open"):
        actions.reopen(found, by=request.user)
        say(request, _("It is open again."))
    else:
        actions.finish(found, by=request.user, on=timezone.localdate())
        say(request, _("It is written down as done."))
    return redirect("supervision:follow_ups")


def _sitting(request: HttpRequest, pk: UUID) -> Sitting:
    listed = permissions.sittings_listed(request.user, request.reach)
    return get_object_or_404(listed.select_related("centre", "supervisor"), pk=pk)


def _mine(request: HttpRequest) -> object:
    return Sitting.objects.filter(supervisor=request.user).select_related("centre", "supervisor")


def _own_centres(request: HttpRequest) -> object:
    return Centre.objects.filter(code__in=queries.own_centres_of(request.user)).order_by("code")


def _workers(centres: object) -> object:
    here = queries.here_on(Worker.objects.filter(centre__in=centres.values("pk")), timezone.localdate())
    return here.order_by("centre_id", "sort_key", "pk")


def _start(request: HttpRequest, centres: object) -> dict[str, object]:
    """A form for one centre where only one is guided, or the one the month was opened at."""
    asked = request.GET.getlist("centre")
    chosen = [one for one in centres if one.pk in asked] or (list(centres) if len(centres) == 1 else [])
    return {"day": timezone.localdate(), "centres": chosen}
