"""What the first page asks, for each kind of person who opens it."""
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.permissions import contracts_within
from jiazong.front.desk import rules
from jiazong.ground.access.rules import Reach
from jiazong.ground.accounts.models import Account
from jiazong.ledger.books.models import Book
from jiazong.ledger.books.permissions import books_within
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.queries import ContractProgress, overview, own, progress_of
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules import month as months
from jiazong.ledger.hours.rules.month import WorkerMonth
from jiazong.ledger.hours.rules.progress import DONE
from jiazong.people.places.models import Centre
from jiazong.people.places.permissions import centre_condition
from jiazong.people.staff.models import Worker
from jiazong.service.crisis import queries as crisis
from jiazong.service.crisis.models import Report
from jiazong.service.intake import permissions as intake
from jiazong.service.intake.queries import review as reviewing

CONTRACTS_CLOSELY = 6


@dataclass(frozen=True)
class OwnDay:
    """A worker's own day: what she recorded, her month with its gaps, where her contract stands."""

    worker: Worker
    lines: list[Posting]
    month: WorkerMonth
    last_month: WorkerMonth
    contract: Contract | None
    progress: ContractProgress | None

    @property
    def minutes(self) -> int:
        return sum(line.direct_minutes + line.indirect_minutes for line in self.lines)

    @property
    def gaps(self) -> list[tuple[date, int]]:
        """Days to fill of this month and the one before, the oldest first."""
        return sorted([*self.last_month.gaps.items(), *self.month.gaps.items()])


@dataclass(frozen=True)
class Directed:
    """A contract as its director sees it: where it stands, what waits for her."""

    progress: ContractProgress
    months_to_close: list[date]
    late_workers: list[tuple[Worker, WorkerMonth]]
    gap_month: date


@dataclass(frozen=True)
class Watched:
    """One line of the list of contracts."""

    progress: ContractProgress
    look: str

    @property
    def contract(self) -> Contract:
        return self.progress.contract


@dataclass(frozen=True)
class Overview:
    """All contracts within reach, the worst first."""

    rows: list[Watched] = field(default_factory=list)

    def count(self, look: str) -> int:
        return sum(row.look == look for row in self.rows)

    def of(self, look: str) -> list[Watched]:
        return [row for row in self.rows if row.look == look]


def own_day(account: Account, reach: Reach) -> OwnDay | None:
    """The own day of a signed-in worker; None while the login is joined to no name on a staff list."""
    workers = own.workers_of_account(account, reach.own_in)
    if not workers:
        return None
    worker, today = workers[0], timezone.localdate()
    month = entry.month_of(today)
    contract = own.contract_of(worker, today)
    return OwnDay(
        worker=worker,
        lines=list(own.own_postings(worker, today)),
        month=own.worker_months([worker], month, today=today)[worker.pk],
        last_month=own.worker_months([worker], months.previous_month(month), today=today)[worker.pk],
        contract=contract,
        progress=progress_of(contract, as_of=today) if contract else None,
    )


def directed(reach: Reach) -> list[Directed]:
    """The contracts a director answers for, at most a handful, with what waits in each."""
    today = timezone.localdate()
    found = overview.contracts_to_watch(contracts_within(reach), today=today)[:CONTRACTS_CLOSELY]
    waiting = overview.months_to_close(found, today=today)
    month = entry.month_of(today)
    return [
        Directed(one, waiting.get(one.contract.code, []), overview.workers_with_gaps(one.contract, month, today=today), month)
        for one in overview.progress_of_many(found, as_of=today)
    ]


def books_to_confirm(reach: Reach) -> list[Book]:
    """Workbooks that were read and wait for somebody to confirm them, the oldest first."""
    return list(books_within(reach).filter(state=Book.READ).order_by("uploaded_at")[:CONTRACTS_CLOSELY])


def contracts_overview(reach: Reach) -> Overview:
    """Every centre's contract within reach, the worst first."""
    today = timezone.localdate()
    found = overview.contracts_to_watch(contracts_within(reach), today=today)
    rows = [Watched(one, look_of(one)) for one in overview.progress_of_many(found, as_of=today)]
    return Overview(sorted(rows, key=_place))


def look_of(progress: ContractProgress) -> str:
    """How a contract is called at a glance."""
    return rules.look(
        code=progress.verdict.code,
        is_over=progress.verdict.is_over,
        has_begun=progress.term.days_gone > 0,
        all_reached=all(one.standing.state == DONE for one in progress.measures),
    )


def _place(row: Watched) -> tuple:
    return rules.worst_first(row.look, row.progress.hours.counted_completion, row.progress.term.elapsed, row.contract.code)


@dataclass(frozen=True)
class DeskWaits:
    """What the front desk leaves to a director or supervisor: cases nobody has yet, months nobody looked through."""

    cases: int = 0
    since: date | None = None
    months: tuple[tuple[Centre, date], ...] = ()


def late_reports(answers_for: Reach) -> list[Report]:
    """The reports of danger within reach that no authority was told of in time, at most fifty; no question without reach."""
    if not answers_for:
        return []
    found = Report.objects.filter(centre_condition(answers_for, "centre__")).select_related("centre")
    return list(crisis.late(found, now=timezone.now())[:50])


def desk_waits(allots: Reach, reviews: Reach) -> DeskWaits:
    """The cases to give within one reach and the months to look through within another; no question where there is none."""
    cases, since = 0, None
    if allots:
        told = intake.waiting_within(allots).aggregate(n=Count("pk"), first=Min("opened_on"))
        cases, since = told["n"], told["first"]
    desks = intake.desks_within(reviews) if reviews else ()
    return DeskWaits(cases, since, tuple(reviewing.to_review(desks, on=timezone.localdate())) if reviews else ())
