"""Two records of one person: who may be the same, side by side, linked and taken apart again."""
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.privacy.rules.masks import mask
from jiazong.ground.ui.formats import day_full
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.residents import wording
from jiazong.people.residents.actions import merging
from jiazong.people.residents.forms.linking import LinkForm
from jiazong.people.residents.models import Person
from jiazong.people.residents.queries import duplicates
from jiazong.people.residents.views.parts import FORM, WRITE, answer, note_look, person_of, posted


@guard(WRITE)
@FORM
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that another record is this person; without another one, who it may be."""
    found, other = person_of(request, pk), _other(request)
    note_look(request, found, WRITE)
    if other is None:
        return answer(request, "doubles", {"person": found, "doubles": duplicates.near_person(found), "links": duplicates.links_of(found)})
    note_look(request, other, WRITE)
    seen = merging.preview(found, other)
    form = LinkForm(posted(request), sides=seen.sides, shown=_shown)
    if request.method == "POST" and form.is_valid():
        try:
            merging.link(found, other, take=form.take, reason=form.cleaned_data["reason"], by=request.user)
        except merging.CannotLink as fault:
            form.add_error(None, wording.CANNOT_LINK[fault.code])
        else:
            say(request, _("The two records of %(name)s are linked.") % {"name": found.name})
            return redirect("residents:person", pk)
    return answer(request, "link", {"person": found, "other": other, "form": form, "hanging": wording.hanging(seen.hanging)})


@guard(WRITE)
@require_POST
def apart(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the link of a record back, so that both say again what they said."""
    found = person_of(request, pk)
    if made := duplicates.link_on(found):
        merging.unlink(made, by=request.user)
        say(request, _("The two records stand apart again."))
        return redirect("residents:person", pk)
    refuse(request, _("This record is linked to no other."))
    return redirect("residents:person", pk)


def _other(request: HttpRequest) -> Person | None:
    try:
        return person_of(request, UUID(request.GET["other"]))
    except (KeyError, ValueError):
        return None


def _shown(choice: str, value: Any) -> str:
    """A value of one record as it stands on the page; numbers stay covered."""
    if not value:
        return _("Not told")
    if choice == "id_number":
        return mask(value, "id_number")
    if choice in ("born_on", "died_on"):
        return day_full(value)
    if choice == "sex":
        return wording.WORDS["sex_of"](value)
    return _(", ").join(value) if choice == "languages" else str(value)
