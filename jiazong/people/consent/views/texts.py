"""The texts people agree to, and their next version."""
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say
from jiazong.people.consent import actions, forms, permissions, queries
from jiazong.people.consent.models import Text

CODE = "family"


@guard("consents.texts")
@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    """Every version of the texts, the newest first."""
    agencies = permissions.agencies_within(request.reach)
    found = Text.objects.filter(agency__in=["", *agencies]).order_by("-first_day", "-version", "-id")[:100]
    names = {one.code: one.name for one in queries.purposes_on(timezone.localdate())}
    return render(request, "consent/texts.html", {"texts": found, "names": names})


@guard("consents.texts")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write the next version; those before stay as they were agreed to."""
    agency, today = permissions.agencies_within(request.reach)[0], timezone.localdate()
    now = next(iter(queries.texts_on(today, agency)), None)
    initial = {"title": now.title, "words": now.words, "purposes": now.purposes, "first_day": today} if now else {}
    form = forms.TextForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = actions.write_text(agency, CODE, by=request.user, **form.cleaned_data)
        say(request, _("Version %(n)s is saved; it is asked for from %(day)s on.") % {"n": made.version, "day": made.first_day.isoformat()})
        return redirect("consent:texts")
    return render(request, "consent/text_new.html", {"form": form}, status=422 if request.method == "POST" else 200)
