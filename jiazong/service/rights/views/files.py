"""Who looked at a person's file; locked files and their end."""
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say
from jiazong.service.rights import actions, permissions, wording
from jiazong.service.rights.models import Retention
from jiazong.service.rights.queries import waiting
from jiazong.service.rights.views.requests import person_of

PAGE = 100


@guard("rights.looks")
@require_GET
def looks(request: HttpRequest, person: UUID) -> HttpResponse:
    """Who has looked at what is kept about a person, for her to see; it prints as it stands."""
    found = person_of(request, person)
    shown = waiting.looks_at(found, before=_before(request), most=PAGE + 1)
    more = shown[PAGE - 1].at.isoformat() if len(shown) > PAGE else ""
    told = {"person": found, "looks": shown[:PAGE], "older": more, "now": timezone.now(), "lexicon": wording.WORDS}
    return render(request, "rights/looks.html", told)


def _before(request: HttpRequest) -> datetime | None:
    """The moment the page goes on from; one nobody can read gives the first page."""
    try:
        found = datetime.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return None
    return found if timezone.is_aware(found) else None


@guard("rights.decide")
@require_GET
def archives(request: HttpRequest) -> HttpResponse:
    """Locked files whose time is over, and how long what is kept."""
    here, today = permissions.archives_within(request.reach), timezone.localdate()
    shown = {
        "over": waiting.over(here, today=today).select_related("centre")[:PAGE],
        "waiting": here.filter(forget_asked_at__isnull=False, forgotten_at__isnull=True)[:PAGE],
        "kept": Retention.objects.filter(first_day__lte=today), "months": waiting.setting("case.lock"), "today": today,
    }  # fmt: skip
    return render(request, "rights/archives.html", shown)


@guard("rights.decide")
@require_POST
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a locked file whose time is over may be forgotten."""
    found = get_object_or_404(permissions.archives_within(request.reach), pk=pk)
    if found.forget_after > timezone.localdate():
        return redirect("rights:archives")
    actions.give_free(found, by=request.user)
    say(request, _("Case %(code)s will be forgotten within a quarter of an hour, in backups too.") % {"code": found.code})
    return redirect("rights:archives")
