"""Fills the contracts of a demonstration: a year that is over, and the year that runs, with late lines and corrections."""
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours import actions as hours
from jiazong.ledger.hours.models import Posting, Source
from jiazong.ledger.hours.queries.words import note_of
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules.entry import Draft
from jiazong.run.demo import rhythm, sites, tables
from jiazong.run.demo.lines import Writer
from jiazong.run.demo.rhythm import Outline
from jiazong.run.demo.sites import Manner, Site

METHODS = tables.read("methods")
WORKER, DIRECTOR = "chen.jing", "zhou.minyi"
LATE_LINES, CORRECTIONS = 9, 5
HALF_RECORDED = 330


@dataclass(frozen=True)
class Plan:
    """What all contracts of one demonstration share: today, the calendar, whether last year is there."""

    today: date
    is_working: Callable[[date], bool]
    with_past: bool


def fill_past(contract: Contract, site: Site, plan: Plan, rng: Random) -> int:
    """Post the whole of last year's contract and close all its months; gives the number of postings."""
    outline = _outline(contract, site, site.past, contract.last_day)
    drafts = _write(outline, contract, plan, rng)
    posted = _post(contract, drafts, _book(contract))
    _close(contract, contract.last_day + timedelta(days=1))
    return posted


def fill_running(contract: Contract, site: Site, plan: Plan, accounts: dict[str, Account], rng: Random) -> int:
    """Post the running contract up to today, close its months up to the last one, then post late lines and corrections."""
    own = {worker.pk: worker.account for worker in contract.centre.workers.filter(account__isnull=False).select_related("account")}
    gaps = {
        (worker, day): minutes
        for worker, account in own.items() if account.login == WORKER
        for day, minutes in _gaps(contract, plan).items()
    }  # fmt: skip
    outline = _outline(contract, site, site.manner, plan.today)
    drafts = _write(replace(outline, steady=frozenset(own), short=gaps), contract, plan, rng)
    late, drafts = _hold_back(drafts, before=plan.today.replace(day=1), rng=rng)
    typed = [draft for draft in drafts if draft.worker_id in own]
    posted = _post(contract, (draft for draft in drafts if draft.worker_id not in own), _book(contract))
    for worker, account in own.items():
        posted += _post(contract, _by_hand(draft for draft in typed if draft.worker_id == worker), _screen(contract), by=account)
    _close(contract, plan.today)
    posted += _post(contract, _by_hand(late), _screen(contract))
    return posted + _correct(contract, before=plan.today, rng=rng)


def _outline(contract: Contract, site: Site, manner: Manner, as_of: date) -> Outline:
    rule = contract.hours_rules.latest("version")
    listed = list(contract.assignments.order_by("pk").values_list("worker_id", "is_professional"))
    return Outline(
        first_day=contract.first_day, last_day=contract.last_day, as_of=as_of,
        professionals=tuple(worker for worker, counts in listed if counts),
        aides=tuple(worker for worker, counts in listed if not counts),
        rows={row["name"]: sites.scaled(int(row["rows_a_year"]), site) for row in METHODS},
        total_minutes=rule.total_minutes, floor_minutes=rule.floor_minutes, manner=manner,
    )  # fmt: skip


def _write(outline: Outline, contract: Contract, plan: Plan, rng: Random) -> list[Draft]:
    ids = dict(contract.methods.values_list("name", "pk"))
    attendance = {
        one.method.name: one.target / outline.rows[one.method.name] * outline.manner.attendance
        / outline.manner.methods[one.method.name]
        for one in contract.indicators.filter(counts="persons").select_related("method")
        if outline.rows[one.method.name]
    }  # fmt: skip
    writer = Writer(rng, methods=ids, direct_share=outline.direct_share, attendance=attendance)
    return list(writer.write(rhythm.shifts(outline, is_working=plan.is_working, rng=rng)))


def _gaps(contract: Contract, plan: Plan) -> dict[date, int]:
    """Two working days of the month begun that the demonstration's worker has not recorded: one at all, one in part."""
    first = max(plan.today.replace(day=1), contract.first_day)
    days = [first + timedelta(days=n) for n in range((plan.today - first).days)]
    worked = [day for day in days if plan.is_working(day)]
    return dict(zip(worked[len(worked) // 2 :: 3][:2], (0, HALF_RECORDED), strict=False))


def _hold_back(drafts: list[Draft], *, before: date, rng: Random) -> tuple[list[Draft], list[Draft]]:
    """Take a few lines of closed months out, to be handed in late; gives those and the rest."""
    old = [place for place, draft in enumerate(drafts) if draft.day < before]
    held = set(rng.sample(old, min(LATE_LINES, len(old))))
    return [drafts[place] for place in sorted(held)], [draft for place, draft in enumerate(drafts) if place not in held]


def _by_hand(drafts: Iterable[Draft]) -> Iterable[Draft]:
    """The same services as typed on the screen, without a sheet's row."""
    return (replace(draft, sheet="", row=None) for draft in drafts)


def _post(contract: Contract, drafts: Iterable[Draft], source: Source, *, by: Account | None = None) -> int:
    listed = list(drafts)
    return hours.post_batch(contract, listed, source=source, by=by).posted if listed else 0


def _book(contract: Contract) -> Source:
    return Source.objects.create(contract=contract, kind=Source.SYSTEM, name=f"{contract.first_day.year} 年度服务台账（演示）")


def _screen(contract: Contract) -> Source:
    return Source.objects.get_or_create(contract=contract, kind=Source.SCREEN, name="")[0]


def _close(contract: Contract, today: date) -> None:
    """Close every month of the contract that was over when the month of today began."""
    for month in entry.months_of_term(contract.first_day, contract.last_day):
        if min(entry.next_month(month), contract.last_day + timedelta(days=1)) <= today.replace(day=1) or today > contract.last_day:
            hours.close_month(contract, month, by=None)


def _correct(contract: Contract, *, before: date, rng: Random) -> int:
    """Correct a few postings of the last weeks and months; each makes two lines more."""
    since = max(before - timedelta(days=75), contract.first_day)
    found = list(
        Posting.objects.filter(contract=contract, day__gte=since, day__lt=before, person_times__gt=1, direct_minutes__gt=30)
        .exclude(source__kind=Source.SCREEN).order_by("day", "pk")
    )  # fmt: skip
    reasons = [row["reason"] for row in tables.read("reasons")]
    for posting in sorted(rng.sample(found, min(CORRECTIONS, len(found))), key=lambda one: one.pk):
        changed = rng.choice(({"person_times": posting.person_times - 1}, {"direct_minutes": posting.direct_minutes - 15}))
        reason = reasons[0] if "person_times" in changed else reasons[1]
        hours.correct(posting, replace(_draft(posting), **changed), reason=reason, by=None)
    return 2 * min(CORRECTIONS, len(found))


def _draft(posting: Posting) -> Draft:
    return Draft(
        worker_id=posting.worker_id, method_id=posting.method_id, day=posting.day,
        direct_minutes=posting.direct_minutes, indirect_minutes=posting.indirect_minutes,
        person_times=posting.person_times, start_minute=posting.start_minute,
        field=posting.field, title=posting.title, note=note_of(posting), flags=posting.flags,
    )  # fmt: skip
