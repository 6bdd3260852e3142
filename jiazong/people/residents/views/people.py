"""One person: facts, kin, moves, death; covered numbers one at a time."""
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.custody import uncovering
from jiazong.ground.ui.formats import day_full
from jiazong.ground.ui.toasts import say
from jiazong.people.residents.actions import families
from jiazong.people.residents.forms.families import DeathForm, MoveForm, PersonForm
from jiazong.people.residents.models import Household, Person, Phone, Tag
from jiazong.people.residents.permissions import households_within
from jiazong.people.residents.queries import families as reading
from jiazong.people.residents.queries import persons
from jiazong.people.residents.views.parts import (
    FORM,
    READ,
    WRITE,
    answer,
    household_of,
    may_write,
    note_look,
    person_of,
    posted,
)  # fmt: skip


@guard(READ)
@require_GET
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person: who, where, to whom, which groups; what happened."""
    found, today = person_of(request, pk), timezone.localdate()
    if found.same_as_id:
        return redirect("residents:person", found.same_as_id)
    note_look(request, found)
    looked = [found, *persons.phones_of(found)]
    return answer(request, "person", {
        "person": found, "age": reading.age_of(found, today), "today": today, "phones": looked[1:],
        "stays": persons.stays_of(found), "groups": reading.open_groups([pk], on=today).get(pk, []),
        "kin": persons.kin_of(found), "deeds": persons.deeds_about(found), "may_write": may_write(request, found.centre),
        "seen": {str(one.pk): uncovering.seen_on(request, one) for one in looked},
    })  # fmt: skip


@guard(WRITE)
@FORM
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right what is known of a person, add a telephone number, join a target group."""
    found, today = person_of(request, pk), timezone.localdate()
    form = PersonForm(posted(request), kinds=reading.group_kinds(on=today), initial=persons.as_typed(found))
    if request.method == "POST" and form.is_valid():
        families.change_person(found, by=request.user, **form.facts(found))
        if phone := form.cleaned_data["phone"]:
            families.add_phone(found, number=phone.written, owner=phone.note, by=request.user)
        if kind := form.cleaned_data["tag"]:
            families.put_in_group(found, kind, by=request.user, on=today)
        say(request, _("The change is saved."))
        return redirect("residents:person", pk)
    return answer(request, "person_edit", {"person": found, "form": form})


@guard(WRITE)
@FORM
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let somebody move out: to another household, to a new one, away."""
    found, today = person_of(request, pk), timezone.localdate()
    homes = persons.homes_around(found, households_within(request.reach), also=request.GET.get("to"))
    form = MoveForm(posted(request), homes=[(str(one.pk), persons.called(one)) for one in homes], initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            _move(request, found, form, {str(one.pk): one for one in homes})
        except families.TooEarly as fault:
            first = {"day": day_full(fault.first_day)}
            form.add_error("on", _("The present stay began on %(day)s; choose a later day.") % first)
        else:
            say(request, _("The move of %(name)s is saved.") % {"name": found.name})
            return redirect("residents:person", pk)
    return answer(request, "move", {"person": found, "form": form, "home": reading.home_of(found, on=today)})


def _move(request: HttpRequest, found: Person, form: MoveForm, homes: dict[str, Household]) -> None:
    told = form.cleaned_data
    if told["to"] == MoveForm.TO_NEW:
        families.move_to_new_home(found, home=form.home(), on=told["on"], by=request.user)
    else:
        families.move(found, to=homes.get(told["to"]), on=told["on"], by=request.user, relation=told["relation"].strip())


@guard(WRITE)
@FORM
def death(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down the day somebody died."""
    found = person_of(request, pk)
    form = DeathForm(posted(request), person=found, initial={"on": found.died_on or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        families.record_death(found, on=form.cleaned_data["on"], by=request.user)
        say(request, _("The death of %(name)s is written down.") % {"name": found.name})
        return redirect("residents:person", pk)
    return answer(request, "death", {"person": found, "form": form})


@guard(WRITE)
@require_POST
def group_leave(request: HttpRequest, pk: UUID, tag: UUID) -> HttpResponse:
    """Say that somebody belongs to a target group until today."""
    found = person_of(request, pk)
    families.take_out_of_group(get_object_or_404(Tag, pk=tag, person=found, is_restricted=False), by=request.user, on=timezone.localdate())
    say(request, _("The change is saved."))
    return redirect("residents:person", pk)


@guard(READ)
@FORM
def uncover(request: HttpRequest, kind: str, pk: UUID, column: str) -> HttpResponse:
    """Show a covered telephone number, identity number or address for five minutes, once it is said what for."""
    subject, mask, label, back = _covered(request, kind, pk, column)
    if not getattr(subject, column):
        raise Http404(column)
    return uncovering.answer(request, uncovering.Covered(subject, column, mask, label, back))


def _covered(request: HttpRequest, kind: str, pk: UUID, column: str) -> tuple:
    """The row, its kind of mask, what it is called and the page it stands on."""
    if (kind, column) == ("phone", "number"):
        phone = get_object_or_404(Phone.objects.select_related("centre"), pk=pk)
        owner = person_of(request, phone.person_id)
        return phone, "phone", _("the phone"), reverse("residents:person", args=[owner.pk])
    if (kind, column) == ("person", "id_number"):
        return person_of(request, pk), "id_number", _("the ID number"), reverse("residents:person", args=[pk])
    if kind == "household" and column in ("room", "address"):
        label = _("the room") if column == "room" else _("the whole address")
        return household_of(request, pk), "all", label, reverse("residents:family", args=[pk])
    raise Http404(kind)
