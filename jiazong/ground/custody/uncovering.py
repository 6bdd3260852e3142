"""The page that asks what for before a covered value is shown; any app stands its own address before it."""
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiazong.ground.custody import actions, queries
from jiazong.ground.custody.forms import UncoverForm
from jiazong.ground.custody.models import Look
from jiazong.ground.privacy import troubles

SEEN = "seen"


@dataclass(frozen=True)
class Covered:
    """A covered value on a page: whose it is, its column, its kind of mask, what it is called, where its page is."""

    subject: models.Model
    column: str
    kind: str
    label: str
    back: str


def answer(request: HttpRequest, covered: Covered) -> HttpResponse:
    """Ask what for; then go back to the page, which shows the value for five minutes. Guard the address yourself."""
    form = UncoverForm(request.POST if request.method == "POST" else None)
    left = queries.looks_left(request.user, Look.UNCOVERED)
    if request.method == "POST" and form.is_valid() and left:
        try:
            look = actions.uncover(covered.subject, covered.column, by=request.user, **form.cleaned_data)
            return redirect(f"{covered.back}?{urlencode({SEEN: look.pk})}")
        except troubles.TooManyLooks:
            left = 0
    shown = {"form": form, "covered": covered, "left": left, "value": getattr(covered.subject, covered.column)}
    return render(request, "custody/uncover.html", shown, status=422 if request.method == "POST" else 200)


def seen_on(request: HttpRequest, subject: models.Model) -> frozenset[str]:
    """The columns this page may show in clear because the person has just said what for."""
    look = request.GET.get(SEEN, "")
    return queries.uncovered(request.user, subject, look) if look else frozenset()
