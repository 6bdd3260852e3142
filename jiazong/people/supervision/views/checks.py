"""Record checks of staff: who has none or an old one, one check, writing one down."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say
from jiazong.people.staff.permissions import workers_within
from jiazong.people.supervision import actions, permissions, queries
from jiazong.people.supervision.forms import register as forms
from jiazong.people.supervision.views.parts import FORM, answer, check_of, posted


@guard("checks.read")
@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """How the record checks stand, the most urgent first; the dates and the word, not the paper."""
    today = timezone.localdate()
    lines = queries.workers_checked(permissions.workers_to_check(request.user, request.reach), on=today)
    urgent = sum(line.standing.needs_doing for line in lines)
    shown = {"lines": lines, "urgent": urgent, "setting": queries.setting_on(today)}
    return answer(request, "checks", shown | {"several": len({line.worker.centre_id for line in lines}) > 1})


@guard("checks.read")
@require_GET
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One check: its head, and the paper to whom it opens; every look is written down."""
    word, found = "checks.read", check_of(request, pk)
    text = permissions.check_texts_open_to(request.user, word).filter(record=found).first()
    grant = grants.grant_for(request.user, queries.CHECK, found.pk, 2, word)
    if text:
        text.record = found
        note_read(queries.subject_of_check(found), by=request.user, word=word, grant=grant)
    is_mine = found.worker.account_id == request.user.pk
    reads = grants.reads_of(queries.CHECK, found.pk)[:50] if is_mine or request.may_open("supervision:reads") else []
    return answer(request, "check", {"check": found, "text": text, "grant": grant, "is_mine": is_mine, "reads": reads})


@guard("checks.write")
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Write down that a worker's record was asked for."""
    today = timezone.localdate()
    workers = queries.here_on(workers_within(request.reach), today)
    form = forms.CheckForm(
        posted(request), workers=workers, initial={"asked_on": today, "worker": request.GET.get("worker")}
    )
    if request.method == "POST" and form.is_valid():
        made = actions.record_check(by=request.user, **form.cleaned_data)
        say(request, _("The check of %(name)s is saved.") % {"name": made.worker.name})
        return redirect("supervision:checks")
    return answer(request, "check_new", {"form": form})
