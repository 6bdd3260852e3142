"""Record one service (记一笔), and the page that says what came of it."""
from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access.guarding import guard
from jiazong.ground.access.plans import keeps_plans
from jiazong.ground.ui.formats import day_full
from jiazong.ground.ui.toasts import say, warn
from jiazong.ledger.hours import actions, queries
from jiazong.ledger.hours.forms import ServiceForm, clock_of
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.permissions import postings_within
from jiazong.ledger.hours.queries import own
from jiazong.ledger.hours.rules import entry
from jiazong.people.staff.models import Worker


@guard("hours.log")
@keeps_plans
def log(request: HttpRequest) -> HttpResponse:
    """The form for one service; saving it leads to what came of it, with a way back for a moment."""
    worker, workers = _who(request)
    if worker is None:
        return render(request, "hours/log_unlinked.html")
    if "saved" in request.GET:
        return _saved(request, request.GET["saved"])
    if request.method == "POST":
        return _save(request, worker, workers)
    return _open(request, worker, workers)


def _open(request: HttpRequest, worker: Worker, workers: list[Worker]) -> HttpResponse:
    """The form before anything is typed: today, the method of the last line, one person."""
    today, wanted = timezone.localdate(), day_asked(request)
    contract = own.contract_of(worker, wanted or today)
    if contract is None:
        wanted, contract = None, own.last_contract_of(worker, today)
    if contract is None:
        return render(request, "hours/log_no_contract.html", {"centre": worker.centre})
    habits = own.habits_of(worker)
    runs_today = contract.first_day <= today <= contract.last_day
    initial = {
        "request_key": uuid4(),
        "method": own.last_method(worker) or habits.method,
        "day": wanted or (today if runs_today else None),
        "person_times": 1,
        "field": habits.fields[0] if habits.fields else "",
    }
    form = ServiceForm(initial=initial, methods=methods_of(contract))
    return _form_page(request, form, worker, workers, contract, habits)


def _save(request: HttpRequest, worker: Worker, workers: list[Worker]) -> HttpResponse:
    today = timezone.localdate()
    day = parse_day(request.POST.get("day", "")) or today
    contract = own.contract_of(worker, day) or own.contract_of(worker, today) or own.last_contract_of(worker, today)
    if contract is None:
        return render(request, "hours/log_no_contract.html", {"centre": worker.centre})
    methods = own.methods_of(contract)
    form = ServiceForm(request.POST, methods=list(methods))
    if form.is_valid():
        draft = entry.Draft(worker_id=worker.pk, method_id=methods[form.cleaned_data["method"]], **form.figures())
        try:
            posting = actions.post(contract, draft, by=request.user, request_key=form.cleaned_data["request_key"])
        except entry.Refused as refused:
            form.refuse(refused, refusal_facts(refused, contract, worker, draft))
        else:
            return _to_saved(request, posting, draft)
    return _form_page(request, form, worker, workers, contract, own.habits_of(worker), status=422)


def _to_saved(request: HttpRequest, posting: Posting, draft: entry.Draft) -> HttpResponse:
    if not _is_same(posting, draft):
        warn(request, _("This form was already sent once, and then said what you see below. To change it, correct this line."))
        return redirect("hours:posting", number=posting.pk)
    back = reverse("hours:correct", args=[posting.pk], query={"take_back": 1})
    minutes = posting.direct_minutes + posting.indirect_minutes
    say(request, _("Recorded: %(what)s, %(minutes)s minutes") % {"what": posting.title, "minutes": minutes}, undo=back)
    return redirect(reverse("hours:log", query={"saved": posting.pk}))


def _is_same(posting: Posting, draft: entry.Draft) -> bool:
    kept = ("worker_id", "method_id", "day", "start_minute", "direct_minutes", "indirect_minutes", "person_times", "title")
    return all(getattr(posting, name) == getattr(draft, name) for name in kept)


def _saved(request: HttpRequest, number: str) -> HttpResponse:
    mine = postings_within(request.reach, request.user).select_related("method", "contract", "worker")
    posting = get_object_or_404(mine, pk=number if number.isdecimal() and len(number) < 19 else 0)
    day_lines = own.own_postings(posting.worker, posting.day)
    as_of = min(timezone.localdate(), posting.contract.last_day)
    standing = queries.progress_of(posting.contract, as_of=as_of)
    context = {
        "posting": posting,
        "day_minutes": sum(line.direct_minutes + line.indirect_minutes for line in day_lines),
        "measures": [one for one in standing.indicators if one.indicator.method_id == posting.method_id],
        "is_taken_back": posting not in day_lines,
        "today": timezone.localdate(),
    }
    return render(request, "hours/log_saved.html", context)


def _form_page(
    request: HttpRequest, form: ServiceForm, worker: Worker, workers: list[Worker], contract: Contract,
    habits: own.Habits, *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    today = timezone.localdate()
    shown = parse_day(form["day"].value()) if isinstance(form["day"].value(), str) else form["day"].value()
    lines = list(own.own_postings(worker, shown)) if shown else []
    context = {
        "form": form, "worker": worker, "workers": workers, "contract": contract, "habits": habits,
        "today": today, "shown_day": shown, "lines": lines,
        "lines_minutes": sum(line.direct_minutes + line.indirect_minutes for line in lines),
        "is_closed": bool(shown) and queries.is_closed(contract, shown),
        "is_over": not contract.first_day <= today <= contract.last_day,
        "is_more_open": _is_more_open(form, shown, today),
    }  # fmt: skip
    return render(request, "hours/log.html", context, status=status)


def _is_more_open(form: ServiceForm, shown: date | None, today: date) -> bool:
    rare = {"day", "start", "indirect_minutes", "field", "note"}
    return shown != today or bool(rare & set(form.errors)) or any(form.data.get(n) for n in ("start", "indirect_minutes", "note"))


def _who(request: HttpRequest) -> tuple[Worker | None, list[Worker]]:
    """The worker the person is, at the centre named in the address or form where she works at several."""
    workers = own.workers_of_account(request.user, request.reach.own_in)
    at = request.POST.get("at") or request.GET.get("at", "")
    return next((one for one in workers if one.centre_id == at), workers[0] if workers else None), workers


def methods_of(contract: Contract) -> list[str]:
    return list(own.methods_of(contract))


def refusal_facts(
    refused: entry.Refused, contract: Contract, worker: Worker, draft: entry.Draft, but: Posting | None = None
) -> dict[str, Any]:
    """What the sentences of a refusal name: the contract, its term, the line in the way."""
    other = own.clashing_posting(worker, draft, but=but) if isinstance(refused, entry.TwoPlacesAtOnce) else None
    begins = other.start_minute if other else 0
    return {
        "contract": contract.code, "first_day": day_full(contract.first_day), "last_day": day_full(contract.last_day),
        "title": (other.title or other.method.name) if other else "",
        "begins": f"{clock_of(begins):%H:%M}",
        "ends": f"{clock_of(begins + (other.direct_minutes if other else 0)):%H:%M}",
    }  # fmt: skip


def day_asked(request: HttpRequest) -> date | None:
    """The day in the address, if it is one and has come."""
    day = parse_day(request.GET.get("day", ""))
    return day if day and day <= timezone.localdate() else None


def parse_day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
