"""Supervision and staff on paper. What does not open to somebody on the screen stays empty on her paper."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiazong.ground.access.grants.queries import grant_for
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.access.guarding import guard
from jiazong.ground.papers.actions import Order
from jiazong.ground.papers.sending import printed
from jiazong.people.places.models import Centre
from jiazong.people.staff.permissions import workers_within
from jiazong.people.supervision import papers, permissions, queries
from jiazong.people.supervision.views.parts import note_of


@guard("sessions.read")
@require_safe
def session_print(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """A conference or a visit."""
    listed = permissions.sittings_listed(request.user, request.reach).select_related("centre", "supervisor")
    found = get_object_or_404(listed, pk=pk)
    text = permissions.sitting_texts_open_to(request.user).filter(sitting=found).first()
    if text:
        text.sitting = found
    follow_ups = permissions.follow_ups_listed(request.user, request.reach).filter(sitting=found).select_related("owner", "centre")
    there = [one.worker for one in found.attendees.select_related("worker").order_by("worker__sort_key", "pk")]
    part = papers.sitting_part(found, text, follow_ups, there)
    order = _order(request, queries.subject_of_sitting(found), found.centre, "sessions.read")
    return printed(request, part, order, shape, back=reverse("supervision:session", args=[pk]))


@guard("supervision.read")
@require_safe
def note_print(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """A supervision between two."""
    word = "supervision.read"
    found = note_of(request, pk, word)
    text = permissions.texts_open_to(request.user, word).filter(note=found).first()
    if text:
        text.note = found
    order = _order(request, queries.subject_of_note(found), found.centre, word)
    return printed(request, papers.talk_part(found, text), order, shape, back=reverse("supervision:note", args=[pk]))


@guard("staff.read")
@require_safe
def staff_print(request: HttpRequest, pk: int, shape: str) -> HttpResponse:
    """A worker's registration form."""
    within = workers_within(request.reach).select_related("centre", "account").prefetch_related("certificates", "registrations", "courses")
    worker = get_object_or_404(within, pk=pk)
    part = papers.staff_part(worker, on=timezone.localdate())
    order = _order(request, papers.subject_of_worker(worker), worker.centre, "staff.read")
    return printed(request, part, order, shape, back=reverse("staff:worker", args=[pk]))


def _order(request: HttpRequest, subject: Subject, centre: Centre, word: str) -> Order:
    grant = grant_for(request.user, subject.kind, subject.id, 2, word)
    return Order(subject, centre.name, centre.agency_id, request.user, word, grant)
