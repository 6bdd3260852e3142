"""Is the contract on track: the list, and the page of one contract."""
from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.permissions import contracts_within
from jiazong.ground.access.guarding import guard, may_open, reach_for
from jiazong.ground.ui import keyset
from jiazong.ledger.hours import picture, queries, wording
from jiazong.ledger.hours.asking import DayAsked
from jiazong.ledger.hours.queries import overview

CONTRACTS_SHOWN = 20


@guard("progress.read")
def home(request: HttpRequest) -> HttpResponse:
    """The contracts a person sees; where one is running, or there is only one, straight to it."""
    within = contracts_within(request.reach)
    today = timezone.localdate()
    running = list(within.filter(first_day__lte=today, last_day__gte=today).values_list("code", flat=True)[:2])
    codes = running or list(within.values_list("code", flat=True)[:2])
    if len(codes) == 1 and not request.GET:
        return redirect("hours:progress", codes[0])
    return render(request, "hours/progress_home.html", _contracts(request, within, today))


def _contracts(request: HttpRequest, within: QuerySet[Contract], today: date) -> dict[str, object]:
    places = within.values("code", "first_day")
    page = keyset.page(places, keys=("-first_day", "code"), asked=request.GET, size=CONTRACTS_SHOWN)
    contracts = list(within.filter(code__in=[row["code"] for row in page.rows]))
    return {"page": page, "rows": [picture.summary(one) for one in overview.progress_of_many(contracts, as_of=today)]}


@guard("progress.read")
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Where a contract stands on a day, and which measures lag by how much."""
    contract = get_object_or_404(contracts_within(request.reach), pk=code)
    asked = DayAsked(request.GET, contract=contract)
    found = queries.progress_of(contract, as_of=asked.day)
    shown = {"contract": contract, "asked": asked, "progress": found, "finding": wording.finding(found)}
    shown |= {"explanation": wording.explanation(found), "rows": picture.rows(found, doors(request, asked, contract))}
    if found.term.days_gone:
        watched = picture.watched(found)
        shown |= {"line": picture.line(watched, found), "weeks": picture.weeks(watched, found)}
    shown |= {"months": picture.months(contract, timezone.localdate()), "ways": ways(request, contract)}
    return render(request, "hours/progress.html", shown)


def doors(request: HttpRequest, asked: DayAsked, contract: Contract) -> Callable[[str], str]:
    """Gives the address of the records behind a measure, or nothing for somebody who may not see records."""
    reach = reach_for(request, "postings.read")
    place = {"code": contract.centre_id, "agency": contract.centre.agency_id, "region": contract.centre.region_id}
    if not (reach.covers_centre(**place) or contract.centre_id in reach.own_in):
        return lambda code: ""
    query = {"as_of": asked.day.isoformat()} if asked.is_given and asked.is_valid() else None
    return lambda code: reverse("hours:indicator", args=[contract.pk, code], query=query)


def ways(request: HttpRequest, contract: Contract) -> dict[str, str]:
    """The pages that lead on from here and that this person may open, by name."""
    names = {"contract": "contracts:detail", "months": "hours:months", "pack": "evidence:contract"}
    return {
        word: reverse(name, args=[contract.pk]) if may_open(request, name) else "" for word, name in names.items()
    }
