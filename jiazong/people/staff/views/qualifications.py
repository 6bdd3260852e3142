"""Certificates, registration and continuing education: what runs out, and the forms that write it down."""
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.people.staff import actions, queries
from jiazong.people.staff.forms import qualifications as forms
from jiazong.people.staff.models import Worker
from jiazong.people.staff.permissions import workers_reached
from jiazong.people.staff.views.parts import FORM, answer, done, may, posted, reached

PAGE = 50
KEYS = ("centre_id", "sort_key", "id")


@guard("staff.qualifications")
@require_GET
def qualifications(request: HttpRequest) -> HttpResponse:
    """What runs out or is missing among the workers within reach, or how all of them stand."""
    today, which = timezone.localdate(), request.GET.get("which", queries.URGENT)
    here = queries.standing(workers_reached(request.user, request.reach), queries.HERE, on=today)
    urgent, limits = queries.urgent(here, on=today), queries.limits_on(today)
    if which == queries.URGENT:
        page, lines = None, urgent
    else:
        some = queries.unfit_to_serve(here, on=today) if which == queries.UNFIT else here
        page = keyset.page(some.values(*KEYS), keys=KEYS, asked=request.GET, size=PAGE)
        found = queries.qualified(Worker.objects.filter(pk__in=[row["id"] for row in page.rows]), on=today)
        lines = sorted(found, key=lambda line: (line.worker.centre_id, line.worker.sort_key, line.worker.pk))
        page = replace(page, rows=lines)
    shown = {"lines": lines, "page": page, "which": which, "urgent": urgent, "warn_days": limits["registration.warn"]}
    is_whole = len(urgent) < queries.MOST
    return render(request, "staff/qualifications.html", shown | {"is_whole": is_whole, "blocks": limits["serving.blocks"]})


@guard("staff.write")
@FORM
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a registration."""
    worker = reached(request, pk)
    form = forms.RegistrationForm(posted(request), initial=queries.next_registration(worker))
    if request.method == "POST" and form.is_valid():
        try:
            actions.register_worker(worker, by=request.user, **form.cleaned_data)
        except actions.RegisteredLater:
            form.add_error("on", _("A registration that begins later is written down already; choose a later day."))
        else:
            return done(request, worker, _("The registration is saved."))
    return answer(request, "staff/registration.html", {"worker": worker, "form": form})


@guard("education.write")
@FORM
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down something learned, by the worker herself or for her."""
    worker = reached(request, pk)
    form = forms.CourseForm(posted(request), initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        actions.add_course(worker, by=request.user, **form.facts())
        return done(request, worker, _("The course is saved."), to=_way_back(request, worker))
    return answer(request, "staff/course.html", {"worker": worker, "form": form, "back": _way_back(request, worker)})


@guard("education.write")
@require_POST
def course_remove(request: HttpRequest, pk: int, course: int) -> HttpResponse:
    """Take a course off the list."""
    worker = reached(request, pk)
    actions.remove_course(get_object_or_404(worker.courses.select_related("worker"), pk=course), by=request.user)
    return done(request, worker, _("The course is taken off."), to=_way_back(request, worker))


@guard("staff.write")
@FORM
def skills(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which languages and specialties a worker has."""
    worker = reached(request, pk)
    form = forms.SkillsForm(posted(request), worker=worker)
    if request.method == "POST" and form.is_valid():
        actions.set_skills(worker, form.chosen(), by=request.user)
        return done(request, worker, _("The change is saved."))
    return answer(request, "staff/skills.html", {"worker": worker, "form": form})


def _way_back(request: HttpRequest, worker: Worker) -> str:
    return "staff:worker" if may(request, worker, "staff.read") else "staff:list"
