"""One person: what holds, giving, taking back, another basis."""
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say
from jiazong.people.consent import actions, forms, permissions, queries, wording
from jiazong.people.consent.rules import ages, giving
from jiazong.people.residents.models import Guardianship, Person

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _person(request: HttpRequest, pk: UUID) -> Person:
    return get_object_or_404(permissions.people_within(request.reach), pk=pk)


def _form(request: HttpRequest, person: Person, data: Any = None) -> forms.GiveForm:
    today = timezone.localdate()
    guardians = queries.guardians_of(person, on=today)
    return forms.GiveForm(
        data, purposes=queries.purposes_on(today), texts=queries.texts_on(today, person.centre.agency_id),
        guardians=Guardianship.objects.filter(pk__in=[one.pk for one in guardians]).select_related("guardian"),
    )  # fmt: skip


def _page(request: HttpRequest, person: Person, form: forms.GiveForm, *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    shown = {
        "person": person, "form": form, "standings": queries.standings(person), "acts": queries.acts_of(person),
        "is_child": person.born_on is not None and ages.needs_guardian(person.born_on, today),
        "years": ages.years_on(person.born_on, today) if person.born_on else None, "lexicon": wording.WORDS,
    }  # fmt: skip
    return render(request, "consent/person.html", shown, status=status)


@guard("consents.read")
@require_GET
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a person has agreed to, since when, and what was taken back."""
    found = _person(request, pk)
    return _page(request, found, _form(request, found))


@guard("consents.write")
@FORM
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what a person, or her guardian, agrees to."""
    found = _person(request, pk)
    if request.method != "POST":
        return redirect("consent:person", found.pk)
    form = _form(request, found, request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.give(found, told["text"], tuple(told["purposes"]), form.how(), by=request.user, on=told["given_on"])
        except giving.DoesNotStand as fault:
            form.add_error(*wording.refusal(fault))
        else:
            say(request, _("The consent of %(name)s is saved.") % {"name": found.name})
            return redirect("consent:person", found.pk)
    return _page(request, found, form, status=422)


@guard("consents.write")
@require_POST
def withdraw(request: HttpRequest, pk: UUID, purpose: str) -> HttpResponse:
    """Take a consent back, from this moment on."""
    found = _person(request, pk)
    if purpose not in {one.code for one in queries.purposes_on(timezone.localdate())}:
        raise Http404(purpose)
    actions.withdraw(found, purpose, way=giving.SPOT, by=request.user)
    say(request, _("Taken back; from now on it is no longer used for this."))
    return redirect("consent:person", found.pk)


@guard("consents.write")
@FORM
def basis(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down on which legal basis data is used without consent."""
    found = _person(request, pk)
    form = forms.BasisForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.keep_on_other_basis(
            found, told["purpose"].pk, basis=told["basis"], reason=told["reason"], by=request.user, on=timezone.localdate()
        )
        say(request, _("The legal basis is saved."))
        return redirect("consent:person", found.pk)
    return render(request, "consent/basis.html", {"person": found, "form": form}, status=422 if request.method == "POST" else 200)
