"""The list, one worker, and the forms that take on, change, certify and let go."""
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.guarding import guard
from jiazong.ground.custody import uncovering
from jiazong.ground.privacy.rules.masks import mask
from jiazong.ground.privacy.troubles import TooManyLooks
from jiazong.ground.ui.toasts import warn
from jiazong.people.places.permissions import centres_within
from jiazong.people.staff import actions, queries
from jiazong.people.staff.forms import workers as forms
from jiazong.people.staff.models import PostKind, Worker
from jiazong.people.staff.permissions import workers_within
from jiazong.people.staff.views.parts import FORM, answer, done, may, posted, worker_of

PAGE = 50


@guard("staff.read")
@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """The workers of the centres within reach."""
    today = timezone.localdate()
    centres = list(centres_within(request.reach).values_list("code", "name"))
    form = forms.StaffFilter(request.GET, centres=centres)
    centre, which = form.asked("centre"), form.asked("which") or queries.HERE
    workers = queries.standing(workers_within(request.reach), which, on=today)
    if centre:
        workers = workers.filter(centre_id=centre)
    page = queries.staff_page(workers, on=today, asked=request.GET, size=PAGE)
    shown = {
        "page": page,
        "lines": [line for _centre, lines in page.rows for line in lines],
        "form": form,
        "query": {"centre": centre, "which": which},
        "several": len(centres) > 1 and not centre,
        "today": today,
    }
    return render(request, "staff/list.html", shown)


@guard("staff.read")
@require_GET
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """One worker: posts, certificates, what happened."""
    worker, today = worker_of(request, pk), timezone.localdate()
    shown = {
        "worker": worker,
        "today": today,
        "posts": queries.post_history(worker),
        "held": queries.posts_on(Worker.objects.filter(pk=pk), on=today).get(pk),
        "stands": queries.qualified(Worker.objects.filter(pk=pk), on=today)[0],
        "courses": worker.courses.all()[:20],
        "skills": queries.skills_of([worker]).get(pk, []),
        "absences": queries.absences_to_come(worker, on=today)[:10] if may(request, worker, "leave.read") else None,
        "deeds": queries.deeds_about(worker),
        "kinds": dict(PostKind.objects.values_list("code", "name")),
        "may_write": may(request, worker, "staff.write"),
        "may_teach": may(request, worker, "education.write"),
        "may_uncover": may(request, worker, "staff.uncover"),
        "seen": uncovering.seen_on(request, worker),
    }
    return render(request, "staff/worker.html", shown)


@guard("staff.write")
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Take somebody on."""
    centres = centres_within(request.reach)
    initial = {"on": timezone.localdate(), "centre": request.GET.get("centre") or centres.first()}
    form = forms.NewWorkerForm(posted(request), centres=centres, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        is_another, key = told.pop("is_another"), told["request_key"]
        made = queries.worker_engaged_by(request.user, key)
        twins = [] if made or is_another else queries.namesakes(told["centre"], told["name"], on=told["on"])
        if not twins:
            made = made or actions.engage_worker(by=request.user, **told)
            return done(request, made, _("%(name)s is on the list.") % {"name": made.name})
        form.refuse_namesake(twins[0].joined_on)
    return answer(request, "staff/new.html", {"form": form})


@guard("staff.write")
@FORM
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a worker's name, or the post from a day on."""
    worker, today = worker_of(request, pk), timezone.localdate()
    held = queries.posts_on(Worker.objects.filter(pk=pk), on=today).get(pk)
    kind = held.kind if held else None
    form = forms.WorkerForm(
        posted(request), held=kind, not_before=worker.joined_on, may_change_post=worker.left_on is None,
        initial={"name": worker.name, "kind": kind and kind.code},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        actions.rename_worker(worker, name=form.cleaned_data["name"], by=request.user)
        if form.new_kind:
            actions.change_post(worker, kind=form.new_kind, by=request.user, on=form.cleaned_data["on"])
        return done(request, worker, _("The change is saved."))
    return answer(request, "staff/edit.html", {"worker": worker, "form": form, "held": held})


@guard("staff.write")
@FORM
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a worker's phone and ID number."""
    worker = worker_of(request, pk)
    form = forms.IdentityForm(posted(request), worker=worker)
    if request.method == "POST" and form.is_valid():
        told = form.facts()
        actions.write_identity(worker, by=request.user, **told)
        _warn_of_others(request, worker, [name for name, text in told.items() if text])
        return done(request, worker, _("The change is saved."))
    return answer(request, "staff/identity.html", {"worker": worker, "form": form})


@guard("staff.uncover")
@FORM
def uncover(request: HttpRequest, pk: int, column: str) -> HttpResponse:
    """Show a worker's phone or ID number for five minutes, once it is said what for."""
    worker, label = worker_of(request, pk), {"phone": _("the phone"), "id_number": _("the ID number")}.get(column)
    if label is None or not getattr(worker, column):
        raise Http404(column)
    back = reverse("staff:worker", args=[pk])
    return uncovering.answer(request, uncovering.Covered(worker, column, column, label, back))


@guard("staff.write")
@FORM
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a certificate."""
    worker = worker_of(request, pk)
    form = forms.CertificateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.add_certificate(worker, by=request.user, **form.facts())
        return done(request, worker, _("The certificate is saved."))
    return answer(request, "staff/certificate.html", {"worker": worker, "form": form})


@guard("staff.write")
@FORM
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a worker's last day."""
    worker = worker_of(request, pk)
    initial = {"on": worker.left_on or timezone.localdate()}
    form = forms.LeavingForm(posted(request), not_before=worker.joined_on, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.dismiss_worker(worker, by=request.user, on=form.cleaned_data["on"])
        return done(request, worker, _("The last day of %(name)s is saved.") % {"name": worker.name})
    return answer(request, "staff/leave.html", {"worker": worker, "form": form})


def _warn_of_others(request: HttpRequest, worker: Worker, columns: list[str]) -> None:
    """Say where a phone or ID number is on the staff lists already; it is saved all the same."""
    label = {"phone": _("phone"), "id_number": _("ID number")}
    for column in columns:
        try:
            others = actions.same_person_elsewhere(worker, column, by=request.user)
        except TooManyLooks:
            warn(request, _("Whether it is on the lists already was not looked up: you have looked up too many in this hour."))
            return
        for other in others[:3]:
            told = {"what": label[column], "name": mask(other.initial, "name"), "centre": other.centre}
            warn(request, _("This %(what)s also stands with %(name)s, %(centre)s; check whether it is one person.") % told)
