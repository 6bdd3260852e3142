"""What a signed-in worker asks of the ledger: her month, her lines of a day, what she usually writes down."""
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from jiazong.commission.contracts import queries as contracts
from jiazong.commission.contracts.models import Assignment, Contract, Method
from jiazong.ground.accounts.models import Account
from jiazong.ground.kept import kept
from jiazong.ground.workdays import queries as workdays
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules import month as reckoning
from jiazong.ledger.hours.rules.month import DaySum, Stay, WorkerMonth
from jiazong.people.staff.models import Worker

LINES_REMEMBERED = 200


def workers_of_account(account: Account, centre_codes: Collection[str]) -> list[Worker]:
    """The workers a signed-in person is, one for each of these centres she works at."""
    return [one for one in _workers(account=account.pk) if one.centre_id in centre_codes]


@kept(account=UUID)
def _workers(account: UUID) -> QuerySet[Worker]:
    return Worker.objects.filter(account_id=account).select_related("centre").order_by("pk")


def contract_of(worker: Worker, day: date) -> Contract | None:
    """The contract a worker posts to on a day: one whose list she stands on, else the one her centre works under."""
    return _listed.first(worker=worker.pk, day=day) or contracts.contract_running(worker.centre_id, day)


@kept(worker=int, day=date)
def _listed(worker: int, day: date) -> QuerySet[Contract]:
    on_list = Contract.objects.filter(assignments__worker_id=worker, first_day__lte=day, last_day__gte=day)
    return on_list.order_by("-first_day")[:1]


def methods_of(contract: Contract) -> dict[str, int]:
    """Name of a service method of a contract → its number, in the contract's order."""
    return dict(_methods(contract=contract.pk))


@kept(contract=str)
def _methods(contract: str) -> QuerySet[Method]:
    return Method.objects.filter(contract_id=contract).order_by("order").values_list("name", "pk")


def last_contract_of(worker: Worker, before: date) -> Contract | None:
    """The latest contract of the worker's centre that ended before a day."""
    return Contract.objects.filter(centre_id=worker.centre_id, last_day__lt=before).order_by("-last_day").first()


def own_postings(worker: Worker, day: date) -> QuerySet[Posting]:
    """The lines of a worker's day that stand, in the order of the day."""
    found = Posting.objects.filter(worker=worker, day=day, quantity=1, reversed_by__isnull=True)
    return found.select_related("method").order_by(F("start_minute").asc(nulls_last=True), "pk")


def clashing_posting(worker: Worker, draft: entry.Draft, *, but: Posting | None = None) -> Posting | None:
    """The line that already fills the minutes of direct service a draft asks for, if there is one."""
    if draft.start_minute is None or not draft.direct_minutes:
        return None
    found = own_postings(worker, draft.day).filter(
        direct_minutes__gt=0,
        start_minute__lt=draft.start_minute + draft.direct_minutes,
        start_minute__gt=draft.start_minute - F("direct_minutes"),
    )
    return found.exclude(pk=but.pk if but else None).first()


@dataclass
class Habits:
    """What a worker wrote lately: the method of her last line, her titles by method, her fields; newest first."""

    method: str = ""
    titles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    fields: list[str] = field(default_factory=list)


def habits_of(worker: Worker) -> Habits:
    """What a worker writes down again and again, from her last lines."""
    rows = (
        Posting.objects.filter(worker=worker, quantity=1, reversed_by__isnull=True)
        .order_by("-day", "-pk")
        .values_list("method__name", "title", "field")[:LINES_REMEMBERED]
    )
    found = Habits()
    for method, title, service in rows:
        found.method = found.method or method
        if title and title not in found.titles[method]:
            found.titles[method].append(title)
        if service and service not in found.fields:
            found.fields.append(service)
    return found


def last_method(worker: Worker) -> str:
    """The method of the line a worker entered last, whatever day it was for."""
    newest = Posting.objects.filter(worker=worker, quantity=1, posted_by=worker.account_id).order_by("-posted_at")
    return newest.values_list("method__name", flat=True).first() or ""


def worker_months(workers: Collection[Worker], month: date, *, today: date) -> dict[int, WorkerMonth]:
    """Worker → month, for one worker or all of a centre, in four questions to the database."""
    stays = stays_of(workers)
    recorded = _recorded(workers, month)
    is_working = workdays.calendar(month.year, month.year)
    day_minutes = contracts.judging_rule_on(month).day_minutes
    return {
        worker.pk: reckoning.worker_month(
            month,
            recorded=recorded[worker.pk],
            stays=stays[worker.pk],
            day_minutes=day_minutes,
            is_working=is_working,
            today=today,
        )
        for worker in workers
    }


def stays_of(workers: Collection[Worker]) -> dict[int, list[Stay]]:
    """Worker → the days on contracts' lists, cut to when she came and left."""
    employed = {worker.pk: worker for worker in workers}
    found: dict[int, list[Stay]] = defaultdict(list)
    for one in Assignment.objects.filter(worker__in=employed).select_related("contract"):
        worker = employed[one.worker_id]
        first = max(filter(None, (one.contract.first_day, one.first_day, worker.joined_on)))
        last = min(filter(None, (one.contract.last_day, one.last_day, worker.left_on)))
        if first <= last:
            found[one.worker_id].append(Stay(first, last))
    return found


def _recorded(workers: Collection[Worker], month: date) -> dict[int, dict[date, DaySum]]:
    rows = (
        Posting.objects.filter(worker__in=[worker.pk for worker in workers], day__gte=month, day__lt=entry.next_month(month))
        .values("worker_id", "day")
        .annotate(direct=Sum("direct_minutes"), indirect=Sum("indirect_minutes"), rows=Sum("quantity"))
        .exclude(Q(direct=0) & Q(indirect=0) & Q(rows=0))
    )
    found: dict[int, dict[date, DaySum]] = defaultdict(dict)
    for row in rows:
        found[row["worker_id"]][row["day"]] = DaySum(row["direct"], row["indirect"])
    return found
