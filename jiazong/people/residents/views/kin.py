"""Who belongs to whom: kin, couples, guardians, bonds."""
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say
from jiazong.people.residents.actions import families
from jiazong.people.residents.actions import kin as writing
from jiazong.people.residents.forms.kin import (
    CHILD,
    PARENT,
    PARTNER,
    BondForm,
    GuardianForm,
    KinForm,
    PartingForm,
    SomebodyFields,
)
from jiazong.people.residents.models import Person, Union
from jiazong.people.residents.queries import persons
from jiazong.people.residents.views.parts import FORM, WRITE, answer, person_of, posted


@guard(WRITE)
@FORM
def kin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a parent, child, partner or twin of somebody."""
    found = person_of(request, pk)
    form = KinForm(posted(request), people=persons.people_around(found, also=request.GET.get("with")), initial={"who": request.GET.get("with", "")})
    if request.method == "POST" and form.is_valid():
        try:
            _belong(request, found, _somebody(request, found, form), form)
        except writing.OwnAncestor:
            form.add_error("who", _("This person is written down as a child already; strike that first."))
        else:
            say(request, _("The kin is saved."))
            return redirect("residents:person", pk)
    return answer(request, "kin", {"person": found, "form": form})


def _somebody(request: HttpRequest, found: Person, form: SomebodyFields) -> Person:
    return form.somebody or families.add_relative(found.centre, person=form.person(), by=request.user)


def _belong(request: HttpRequest, found: Person, other: Person, form: KinForm) -> None:
    told = form.cleaned_data
    how, kind, since = told["how"], told["kind"], told["since"]
    if how == PARENT:
        writing.add_parent(found, other, kind=kind or "birth", since=since, by=request.user)
    elif how == CHILD:
        writing.add_parent(other, found, kind=kind or "birth", since=since, by=request.user)
    elif how == PARTNER:
        writing.join(found, other, kind=kind or Union.MARRIED, since=since, by=request.user)
    else:
        writing.are_twins(found, other, is_identical=kind == "identical", by=request.user)


@guard(WRITE)
@FORM
def part(request: HttpRequest, pk: UUID, couple: UUID) -> HttpResponse:
    """Say how a couple parted."""
    found = person_of(request, pk)
    union = get_object_or_404(persons.couples_of(found), pk=couple)
    form = PartingForm(posted(request), initial={"end": union.end, "on": union.ended_on})
    if request.method == "POST" and form.is_valid():
        writing.part(union, by=request.user, **form.cleaned_data)
        say(request, _("The change is saved."))
        return redirect("residents:person", pk)
    return answer(request, "part", {"person": found, "couple": union, "form": form})


@guard(WRITE)
@FORM
def guardian(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say who is somebody's guardian."""
    found = person_of(request, pk)
    form = GuardianForm(posted(request), people=persons.people_around(found, also=request.GET.get("with")), initial={"who": request.GET.get("with", "")})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        writing.make_guardian(
            found, _somebody(request, found, form), kind=told["kind"].strip(), since=told["since"], checked_on=told["checked_on"],
            by=request.user,
        )  # fmt: skip
        say(request, _("The guardian is saved."))
        return redirect("residents:person", pk)
    return answer(request, "guardian", {"person": found, "form": form})


@guard(WRITE)
@FORM
def bond(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how two of a family stand to each other."""
    found = person_of(request, pk)
    form = BondForm(posted(request), people=persons.people_around(found), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        writing.say_bond(found, form.people[told["other"]], kind=told["kind"], on=told["on"], by=request.user)
        say(request, _("The bond is saved."))
        return redirect("residents:person", pk)
    return answer(request, "bond", {"person": found, "form": form})


@guard(WRITE)
@require_POST
def strike(request: HttpRequest, pk: UUID, what: str, link: UUID) -> HttpResponse:
    """Strike a line of kin that was written by mistake, or end a bond or guardianship today."""
    found = person_of(request, pk)
    row = persons.link_of(found, what, link)
    if row is None:
        raise Http404(what)
    if request.POST.get("ended") and what in ("bond", "guardian"):
        writing.end(row, by=request.user, on=timezone.localdate())
    else:
        writing.take_back(what, row, by=request.user)
    say(request, _("The change is saved."))
    return redirect("residents:person", pk)
