"""Getting to read a case one has no grant for: by asking the privacy officer, or in an emergency."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from jiazong.ground.access.grants import rules
from jiazong.ground.access.guarding import guard
from jiazong.ground.custody import opening
from jiazong.people.supervision.queries import holders, told_of_emergency
from jiazong.service.cases import permissions
from jiazong.service.cases.actions.opening import level_of, subject_of
from jiazong.service.cases.views.parts import FORM


@guard("grants.ask")
@FORM
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the privacy officer for one look at a case."""
    return opening.ask(request, _door(request, pk))


@guard("glass.open")
@FORM
def glass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why a case must be opened now."""
    return opening.glass(request, _door(request, pk))


@guard("glass.open")
@FORM
def glass_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the case, once the person has proved again who she is."""
    return opening.confirm(request, _door(request, pk))


def _door(request: HttpRequest, pk: UUID) -> opening.Door:
    """A case of the centres the person oversees; of others nobody learns that they exist."""
    case = get_object_or_404(permissions.overseen(request.reach).select_related("centre", "worker"), pk=pk)
    head = reverse("cases:head", args=[pk])
    return opening.Door(
        subject_of(case), [(_("All cases of the centre"), reverse("cases:overview")), (case.code, head)], head,
        reverse("cases:case", args=[pk]), reverse("cases:glass", args=[pk]), reverse("cases:glass_confirm", args=[pk]),
        holders("privacy_officer", case.centre), told_of_emergency(case.centre), level_of(case, rules.READ), case.is_minor,
    )  # fmt: skip
