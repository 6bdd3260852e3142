"""My hours (我的工时): a month of days, what is missing, and how it divides by method."""
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiazong.commission.contracts import queries as contracts
from jiazong.commission.contracts.models import HoursRule
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import charts
from jiazong.ground.ui.formats import hours
from jiazong.ground.workdays import queries as workdays
from jiazong.ledger.hours import queries
from jiazong.ledger.hours.queries import own
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules import month as reckoning
from jiazong.ledger.hours.rules.month import DaySum, WorkerMonth
from jiazong.people.staff.models import Worker


@guard("hours.mine")
def mine(request: HttpRequest) -> HttpResponse:
    """A month of one's own hours, the gaps first."""
    workers = own.workers_of_account(request.user, request.reach.own_in)
    if not workers:
        return render(request, "hours/log_unlinked.html")
    worker = next((one for one in workers if one.centre_id == request.GET.get("at")), workers[0])
    stays = own.stays_of([worker])[worker.pk]
    today = timezone.localdate()
    first, last = _bounds(stays, today)
    month = min(max(month_asked(request, today), first), last)
    found = own.worker_months([worker], month, today=today)[worker.pk]
    context = {
        "worker": worker, "workers": workers, "month": month, "found": found, "today": today,
        "weeks": charts.month_of_hours(month.year, month.month, _cells(found, worker, today)),
        "gaps": sorted(found.gaps.items()), "left": found.days_left(today),
        "before": _address(worker, reckoning.previous_month(month)) if month > first else None,
        "after": _address(worker, entry.next_month(month)) if month < last else None,
        "is_provisional": month.year not in workdays.years_with_notice(),
        "rule": _rule(worker, month),
        **_split(worker, month),
    }  # fmt: skip
    return render(request, "hours/mine.html", context)


def _bounds(stays: list[reckoning.Stay], today: date) -> tuple[date, date]:
    """The months one may leaf through: from the first on a contract's list to this one, or the last where all are over."""
    now = entry.month_of(today)
    if not stays:
        return now, now
    first = entry.month_of(min(stay.first_day for stay in stays))
    return min(first, now), now


def _cells(found: WorkerMonth, worker: Worker, today: date) -> dict[date, charts.HoursOfDay]:
    return {day: _cell(found, worker, day, today) for day in reckoning.days_of(found.month)}


def _cell(found: WorkerMonth, worker: Worker, day: date, today: date) -> charts.HoursOfDay:
    done = found.recorded.get(day, DaySum())
    state, note = _state(found, day, today, done)
    is_open = day <= today and (day in found.due or done.minutes)
    href = reverse("hours:log", query={"at": worker.centre_id, "day": day.isoformat()}) if is_open else ""
    return charts.HoursOfDay(done.direct_minutes, done.indirect_minutes, state, note, href)


def _state(found: WorkerMonth, day: date, today: date, done: DaySum) -> tuple[str, str]:
    if day in found.gaps:
        missing = hours(found.gaps[day])
        return "gap", _("%(hours)s h missing") % {"hours": missing} if done.minutes else _("nothing yet")
    if day == today:
        return "today", _("today")
    if day not in found.due:
        return ("", "") if done.minutes else ("off", _("off") if day in found.listed else "")
    if day > today:
        return "later", _("%(hours)s h due") % {"hours": hours(found.day_minutes)}
    return "", ""


def _rule(worker: Worker, month: date) -> HoursRule | None:
    """The hours rule of the contract she worked under in the month."""
    contract = own.contract_of(worker, min(entry.next_month(month) - timedelta(days=1), timezone.localdate()))
    return contracts.hours_rule_on(contract, month) if contract else None


def _split(worker: Worker, month: date) -> dict[str, Any]:
    """Direct and indirect minutes by method, the largest first, with their bars on one scale."""
    direct: dict[str, int] = {}
    indirect: dict[str, int] = {}
    for row in queries.worker_month(worker, month):
        name = row["method__name"]
        direct[name] = direct.get(name, 0) + row["direct"]
        indirect[name] = indirect.get(name, 0) + row["indirect"]
    longest = max([*direct.values(), *indirect.values()], default=0) / 0.96
    return {
        "direct": _bars(direct, longest, "direct"),
        "indirect": _bars(indirect, longest, "indirect"),
    }


def _bars(minutes: dict[str, int], longest: float, kind: str) -> list[tuple[str, int, list[charts.Segment]]]:
    shown = sorted(((value, name) for name, value in minutes.items() if value), reverse=True)
    return [(name, value, charts.segments([(value, kind)], longest)) for value, name in shown]


def month_asked(request: HttpRequest, today: date) -> date:
    """The month in the address (2026-11), or this one."""
    return month_from(request.GET.get("month", "")) or entry.month_of(today)


def month_from(text: str) -> date | None:
    """The month a text like 2026-11 names, if it names one."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def _address(worker: Worker, month: date) -> str:
    return reverse("hours:mine", query={"at": worker.centre_id, "month": f"{month:%Y-%m}"})
