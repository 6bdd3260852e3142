"""The first page: a worker's day, a director's waiting list, or the contracts of whoever watches many."""
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jiazong.front.desk import queries, rules
from jiazong.front.desk import wording as desk_wording
from jiazong.front.desk.due import due_for, is_late
from jiazong.ground.access.grants.queries import new_notices
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.ui import charts
from jiazong.ground.workdays.reminding import Due
from jiazong.ledger.hours import wording
from jiazong.ledger.hours.queries import ContractProgress, Measure
from jiazong.ledger.hours.rules.progress import BEHIND, SLOW

CONTRACTS_A_PAGE = 20
NOTICES = 5
DUE = 8
STATE = {"behind": "late", "slow": "slow", "not_reached": "slow"}
# Where each thing that is due is done.
WHERE = {
    **dict.fromkeys(("opening", "choice", "contract", "filing", "records"), "tenders:tender"), "answer": "tenders:answer",
    **dict.fromkeys(("query", "take_in"), "tenders:offer"), "bid": "tenders:bid", "accept": "money:accept", "renew": "money:renew",
    "bond": "money:life", **dict.fromkeys(("pay", "arrival", "arrears"), "money:contract"),
}  # fmt: skip
LEVEL = {"behind": "red", "slow": "yellow", "not_reached": "yellow", "not_begun": "blue"}


@guard("signed_in")
def home(request: HttpRequest) -> HttpResponse:
    """What waits today, for the person who opened it."""
    if not request.held:
        return render(request, "desk/no_role.html")
    mine = reach_for(request, "hours.log")
    wide = reach_for(request, "progress.read")
    sees_many = bool(wide.agencies or wide.regions or wide.everywhere)
    if mine and not (sees_many and "contracts" in request.GET):
        return _day(request, sees_many)
    if wide:
        return _contracts(request, has_day=bool(mine))
    if reach_for(request, "glass.review"):
        return redirect("supervision:officer")
    if reach_for(request, "intake.desk"):
        return redirect("intake:desk")
    if reach_for(request, "panel.score"):
        return redirect("tenders:panel")
    return render(request, "desk/operator.html")


def _told(request: HttpRequest) -> dict:
    """The notices not yet seen, at most a handful, each as a sentence."""
    told = list(new_notices(request.user)[:NOTICES])
    return {"told": told, "sentences": {one.pk: desk_wording.notice(one) for one in told}}


def _due(request: HttpRequest) -> dict:
    """What is due of tenders and contracts: the first lines, and how many there are."""
    found = due_for(request, timezone.localdate())
    return {"lines": [_due_line(one) for one in found[:DUE]], "all": len(found), "late": sum(map(is_late, found))}


def _due_line(one: Due) -> dict:
    name, args = WHERE[one.kind], one.key if isinstance(one.key, tuple) else (one.key,)
    title, button = desk_wording.due(one.kind)
    return {"due": one, "title": title, "button": button, "left": desk_wording.left(one), "is_late": is_late(one), "href": reverse(name, args=args)}


def _day(request: HttpRequest, sees_many: bool) -> HttpResponse:
    day = queries.own_day(request.user, reach_for(request, "hours.log"))
    directing = reach_for(request, "months.close")
    cards = [_card(one) for one in queries.directed(directing)] if directing else []
    context = {
        "day": day, "directed": cards, "sees_many": sees_many, "now": timezone.localtime(),
        "today": timezone.localdate(), "greeting": desk_wording.greeting(timezone.localtime().hour),
        "waiting": [card for card in cards if card["one"].months_to_close], **_told(request),
        "books": queries.books_to_confirm(confirming) if (confirming := reach_for(request, "books.confirm")) else [],
        "desk": queries.desk_waits(reach_for(request, "intake.allocate"), reach_for(request, "intake.review")),
        "crisis": queries.late_reports(reach_for(request, "crisis.decide")), "due": _due(request),
    }  # fmt: skip
    if day:
        due = day.month.expected_minutes
        parts = [(day.month.direct_minutes, "direct"), (day.month.indirect_minutes, "indirect")]
        context |= {"month_bar": charts.segments(parts, due), "late": _late(day.progress)}
    return render(request, "desk/day.html", context)


def _card(one: queries.Directed) -> dict:
    return {"one": one, "finding": wording.finding(one.progress), "late": _late(one.progress)}


def _late(progress: ContractProgress | None) -> list[dict]:
    """What lags in a contract, with the pace a week it needs."""
    if progress is None or not progress.term.days_gone:
        return []
    return [_lagging(progress, one) for one in wording.late_measures(progress)]


def _lagging(progress: ContractProgress, one: Measure) -> dict:
    standing = one.standing
    state = "late" if standing.state == "behind" else "slow"
    pace = standing.weekly_pace_needed
    return {
        "name": wording.name_of(one),
        "href": reverse("hours:indicator", args=[progress.contract.code, one.code]),
        "state": state,
        "word": desk_wording.word_of(standing.state if standing.state in (BEHIND, SLOW) else rules.NOT_REACHED),
        "bar": charts.bullet(standing.done, standing.target, float(progress.term.elapsed * 100), state=state) if standing.target else None,
        "short": wording.amount(one, -standing.ahead),
        "pace": None if pace is None or progress.verdict.is_over else wording.amount(one, ceil(pace)),
    }


def _contracts(request: HttpRequest, *, has_day: bool) -> HttpResponse:
    found = queries.contracts_overview(reach_for(request, "progress.read"))
    page = rules.page_after(
        found.rows, request.GET.get("after", ""), size=CONTRACTS_A_PAGE, key=lambda row: row.contract.code
    )
    running = [row for row in found.rows if row.look in ("behind", "slow", "on_track")]
    elapsed = {row.progress.term.elapsed for row in running}
    context = {
        "found": found, "page": page, "lines": [_line(row) for row in page.rows], "running": len(running),
        "headline": desk_wording.headline(found),
        "has_day": has_day, "today": timezone.localdate(),
        "worst": found.rows[0] if found.rows and found.rows[0].look == "behind" else None,
        "explanation": wording.explanation(found.rows[0].progress) if found.rows else "",
        "one_today": round(float(elapsed.pop() * 100), 1) if len(elapsed) == 1 else None,
        "budget_fen": sum(row.contract.budget_fen for row in running),
        "minutes": sum(row.progress.hours.counted_minutes for row in running),
        "target_minutes": sum(row.progress.hours.target_minutes for row in running),
        "newer": _address(page.newer), "older": _address(page.older), "due": _due(request), **_told(request),
    }  # fmt: skip
    return render(request, "desk/contracts.html", context)


def _line(row: queries.Watched) -> dict:
    progress, hours = row.progress, row.progress.hours
    state, today = STATE.get(row.look, "ok"), float(progress.term.elapsed * 100)
    has_target = hours.target_minutes > 0
    return {
        "row": row, "state": state, "level": LEVEL.get(row.look, "green"), "word": desk_wording.word_of(row.look),
        "bar": charts.bullet(hours.counted_minutes, hours.target_minutes, today, state=state) if has_target else None,
        "finding": wording.finding(progress),
    }  # fmt: skip


def _address(after: str | None) -> str | None:
    if after is None:
        return None
    asked = {"contracts": 1, "after": after} if after else {"contracts": 1}
    return reverse("desk:home", query=asked)
