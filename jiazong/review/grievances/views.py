"""Added tasks: the list, one, writing one down, the street's answer, the referral, the end; sums for the bureaus."""
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiazong.commission.contracts.permissions import contracts_within
from jiazong.ground.access.guarding import guard, may_open, reach_for
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say
from jiazong.review.grievances import actions, queries, rules, wording
from jiazong.review.grievances.forms import AnswerForm, EndForm, ReferralForm, TaskForm
from jiazong.review.grievances.models import StreetTask
from jiazong.review.grievances.permissions import referred_within, tasks_within

PAGE, REFERRED_SHOWN, CONTRACTS_OFFERED = 50, 50, 200
FORM = require_http_methods(["GET", "HEAD", "POST"])


def _rows(page: keyset.Page, seen: Any) -> keyset.Page:
    found = seen.filter(pk__in=[row["id"] for row in page.rows]).order_by("-first_day", "-id")
    return replace(page, rows=[(one, *wording.STATES[rules.state_of(queries.way_of(one))]) for one in found])


@guard("tasks.read")
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks added to the contracts within reach, the newest first, with what they took of the plan this year."""
    seen = tasks_within(request.reach)
    page = keyset.page(seen.order_by().values("id", "first_day"), keys=("-first_day", "-id"), asked=request.GET, size=PAGE)
    since = timezone.localdate().replace(month=1, day=1)
    whole = queries.sums_over(list(queries.sums_by_contract(contracts_within(request.reach), since=since)))
    shown = {"page": _rows(page, seen), "whole": whole, "may_write": may_open(request, "grievances:new"), "since": since}
    return render(request, "grievances/list.html", shown)


@guard("tasks.write")
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Write down a task the street added."""
    contracts = contracts_within(request.reach)
    form = TaskForm(request.POST if request.method == "POST" else None, contracts=contracts, initial={"first_day": timezone.localdate()})
    if form.is_bound and form.is_valid():
        made = actions.write_down(form.cleaned_data["contract"], form.told(), by=request.user)
        say(request, _("Written down, with what it does to the plan."))
        return redirect("grievances:task", made.pk)
    return render(request, "grievances/new.html", {"form": form}, status=422 if form.is_bound else 200)


def _task(request: HttpRequest, pk: UUID) -> StreetTask:
    return get_object_or_404(tasks_within(request.reach).select_related("written_by", "answered_by"), pk=pk)


def _page(request: HttpRequest, task: StreetTask, *, is_whole: bool) -> HttpResponse:
    word, level = wording.STATES[rules.state_of(queries.way_of(task))]
    shown = {"task": task, "word": word, "level": level, "payer": wording.PAYERS[task.payer], "is_whole": is_whole}
    shown |= {"share": rules.share_lost(task.minutes, task.month_minutes)}
    for step in ("write", "answer"):
        centre = task.contract.centre
        may = reach_for(request, f"tasks.{step}").covers_centre(code=centre.pk, agency=centre.agency_id, region=centre.region_id)
        shown[f"may_{step}"] = may and task.ended_on is None
    return render(request, "grievances/task.html", shown)


@guard("tasks.read")
@require_safe
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One task, what it took of the plan, and how it went on."""
    return _page(request, _task(request, pk), is_whole=True)


@guard("tasks.referred")
@require_safe
def referred(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One task that was referred."""
    return _page(request, get_object_or_404(referred_within(request.reach), pk=pk), is_whole=False)


def _form(request: HttpRequest, task: StreetTask, form: Any, title: str, lede: str = "") -> HttpResponse:
    shown = {"task": task, "form": form, "title": title, "lede": lede, "back": reverse("grievances:task", args=[task.pk])}
    return render(request, "grievances/form.html", shown, status=422 if form.is_bound else 200)


@guard("tasks.answer")
@FORM
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The street's answer: whether the plan is changed for it."""
    found, form = _task(request, pk), AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            actions.answer(found, agrees=told["agrees"] == "yes", words=told["words"], on=timezone.localdate(), by=request.user)
            say(request, _("Saved."))
            return redirect("grievances:task", pk)
        except rules.NotAllowed as fault:
            form.add_error(None, wording.refusal(fault))
    return _form(request, found, form, _("Answer the agency"))


@guard("tasks.write")
@FORM
def refer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refer a task to the coordinating officer."""
    found, form = _task(request, pk), ReferralForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.refer(found, words=form.cleaned_data["words"], on=timezone.localdate(), by=request.user)
            say(request, _("Referred; the bureau sees this task now."))
            return redirect("grievances:task", pk)
        except rules.NotAllowed as fault:
            form.add_error(None, wording.refusal(fault))
    return _form(request, found, form, _("Refer to the coordinating officer"), _("The bureau of the district then sees this task whole."))


@guard("tasks.write")
@FORM
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down how it ended."""
    found = _task(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        actions.end(found, outcome=form.cleaned_data["outcome"], on=form.cleaned_data["on"], by=request.user)
        say(request, _("Saved."))
        return redirect("grievances:task", pk)
    return _form(request, found, form, _("How it ended"))


@guard("tasks.referred")
@require_safe
def sums(request: HttpRequest) -> HttpResponse:
    """What streets added this year, contract by contract, and the tasks that were referred."""
    since = timezone.localdate().replace(month=1, day=1)
    rows = list(queries.sums_by_contract(contracts_within(request.reach), since=since)[:CONTRACTS_OFFERED])
    seen = referred_within(request.reach)
    page = keyset.page(seen.order_by().values("id", "first_day"), keys=("-first_day", "-id"), asked=request.GET, size=REFERRED_SHOWN)
    shown = {"rows": rows, "whole": queries.sums_over(rows), "page": _rows(page, seen), "since": since}
    return render(request, "grievances/sums.html", shown)
