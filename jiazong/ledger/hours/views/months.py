"""The months of a contract (月结): what each holds, who closed it and when, and closing one."""
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.permissions import contracts_within
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.ui import formats
from jiazong.ground.ui.toasts import refuse, say
from jiazong.ledger.hours import actions, queries
from jiazong.ledger.hours.models import MonthClosing
from jiazong.ledger.hours.queries import Totals, overview
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules import month as reckoning
from jiazong.ledger.hours.views.mine import month_from

CONTRACTS_SHOWN = 200


@dataclass(frozen=True)
class MonthRow:
    """A month of the term: its sums today, its closing, the lines that came after it."""

    month: date
    totals: Totals
    closing: MonthClosing | None
    late_lines: int
    may_close: bool
    is_running: bool


@guard("months.read")
def home(request: HttpRequest) -> HttpResponse:
    """Straight to the months of the one contract within reach, or a choice among several."""
    found = list(contracts_within(request.reach)[:CONTRACTS_SHOWN])
    if len(found) == 1:
        return redirect("hours:months", code=found[0].code)
    waiting = overview.months_to_close(found, today=timezone.localdate())
    rows = sorted(((one, waiting.get(one.code, [])) for one in found), key=lambda row: not row[1])
    return render(request, "hours/months_home.html", {"rows": rows})


@guard("months.read")
def months(request: HttpRequest, code: str) -> HttpResponse:
    """Every month of a contract's term."""
    contract = get_object_or_404(contracts_within(request.reach), code=code)
    rows = rows_of(contract, today=timezone.localdate())
    may_close = contracts_within(reach_for(request, "months.close")).filter(pk=contract.pk).exists()
    total = Totals()
    for row in rows:
        total.add(row.totals)
    context = {
        "contract": contract, "rows": rows, "may_close": may_close, "total": total,
        "open_rows": [row for row in rows if row.may_close],
        "first_open": next((row.month for row in rows if row.may_close), None),
        "closed": sum(row.closing is not None for row in rows),
    }  # fmt: skip
    return render(request, "hours/months.html", context)


@guard("months.close")
def close(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Say what closing means, then close; closing twice is one closing."""
    contract = get_object_or_404(contracts_within(request.reach), code=code)
    wanted = month_from(month)
    if wanted is None or wanted not in entry.months_of_term(contract.first_day, contract.last_day):
        raise Http404(month)
    if request.method == "POST":
        return _close(request, contract, wanted)
    row = next(row for row in rows_of(contract, today=timezone.localdate()) if row.month == wanted)
    if row.closing or not row.may_close:
        return redirect("hours:months", code=contract.code)
    return render(request, "hours/months_close.html", {"contract": contract, "row": row, **_before_closing(contract, wanted)})


def _close(request: HttpRequest, contract: Contract, month: date) -> HttpResponse:
    try:
        closing = actions.close_month(contract, month, by=request.user)
    except entry.MonthNotOver:
        refuse(request, _("%(month)s is not over yet; close it from the first day of the next month on.") % {"month": formats.month(month)})
    else:
        said = {"month": formats.month(month), "hours": formats.hours(closing.direct_minutes + closing.indirect_minutes)}
        say(request, _("%(month)s is closed with %(hours)s hours.") % said)
    return redirect("hours:months", code=contract.code)


def rows_of(contract: Contract, *, today: date) -> list[MonthRow]:
    """The months of a term with their sums, closings and late lines, in three questions."""
    sums = queries.month_sums(contract)
    closings = queries.closed_months(contract)
    late = _late_lines(contract)
    return [
        MonthRow(
            month=month,
            totals=sums.get(month, Totals()),
            closing=closings.get(month),
            late_lines=late.get(month, 0),
            may_close=month not in closings and reckoning.is_over(month, last_day=contract.last_day, today=today),
            is_running=month <= today,
        )
        for month in entry.months_of_term(contract.first_day, contract.last_day)
    ]


def _late_lines(contract: Contract) -> dict[date, int]:
    found = contract.postings.filter(is_late=True).annotate(month=TruncMonth("day")).values("month")
    return {row["month"]: row["lines"] for row in found.annotate(lines=Count("pk"))}


def _before_closing(contract: Contract, month: date) -> dict[str, Any]:
    """What a director looks at before closing: who still misses days of the month."""
    return {"missing": overview.workers_with_gaps(contract, month, today=timezone.localdate())}
