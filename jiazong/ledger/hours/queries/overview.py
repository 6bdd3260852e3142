"""Many contracts at once: where each stands, what waits in each, always in the same number of questions."""
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from jiazong.commission.contracts import queries as contracts
from jiazong.commission.contracts.models import Contract, HoursRule, Indicator
from jiazong.ledger.hours.models import MonthClosing
from jiazong.ledger.hours.queries import own
from jiazong.ledger.hours.queries.progress import ContractProgress, reckon
from jiazong.ledger.hours.queries.totals import totals_of_contracts
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules import month as months
from jiazong.ledger.hours.rules.month import WorkerMonth
from jiazong.people.staff.models import Worker

RUNNING, ENDED, TO_COME = 0, 1, 2


def contracts_to_watch(within: QuerySet[Contract], *, today: date) -> list[Contract]:
    """One contract a centre: the one that runs, else the one that ended last, else the one that begins next."""
    turn = Case(
        When(Q(first_day__lte=today) & Q(last_day__gte=today), then=Value(RUNNING)),
        When(last_day__lt=today, then=Value(ENDED)),
        default=Value(TO_COME),
        output_field=IntegerField(),
    )
    newest = within.annotate(turn=turn).order_by("centre_id", "turn", "-first_day", "code").distinct("centre_id")
    return list(newest.select_related("centre__region", "agency", "purchaser"))


def progress_of_many(found: Sequence[Contract], *, as_of: date) -> list[ContractProgress]:
    """Where each of these contracts stands on a day, in five questions to the database for any number of them."""
    codes = [contract.code for contract in found]
    rules = _rules_on(codes, as_of)
    setting = contracts.judging_rule_on(as_of)
    totals = totals_of_contracts(codes, as_of=as_of)
    indicators: dict[str, list[Indicator]] = defaultdict(list)
    for one in Indicator.objects.filter(contract__in=codes).select_related("method").order_by("contract_id", "order"):
        indicators[one.contract_id].append(one)
    return [
        reckon(
            contract, as_of=as_of, rule=rules[contract.code], setting=setting,
            totals=totals[contract.code], indicators=indicators[contract.code],
        )
        for contract in found
    ]  # fmt: skip


def _rules_on(codes: Collection[str], day: date) -> dict[str, HoursRule]:
    """Contract → the version of its hours rule in force on a day; before the first version, the first."""
    found: dict[str, HoursRule] = {}
    for rule in HoursRule.objects.filter(contract__in=codes).order_by("contract_id", "first_day", "version"):
        if rule.contract_id not in found or rule.first_day <= day:
            found[rule.contract_id] = rule
    return found


def months_to_close(found: Sequence[Contract], *, today: date) -> dict[str, list[date]]:
    """Contract → its months that are over and not closed, the oldest first; contracts with none are left out."""
    closed: dict[str, set[date]] = defaultdict(set)
    for code, month in MonthClosing.objects.filter(contract__in=found).values_list("contract_id", "month"):
        closed[code].add(month)
    waiting = {}
    for contract in found:
        term = entry.months_of_term(contract.first_day, contract.last_day)
        over = [month for month in term if months.is_over(month, last_day=contract.last_day, today=today)]
        if left := [month for month in over if month not in closed[contract.code]]:
            waiting[contract.code] = left
    return waiting


def workers_with_gaps(contract: Contract, month: date, *, today: date) -> list[tuple[Worker, WorkerMonth]]:
    """The workers on a contract's list who miss days of a month, whoever misses most first."""
    workers = [one.worker for one in contracts.workers_on_list(contract)]
    found = own.worker_months(workers, month, today=today)
    late = [(worker, found[worker.pk]) for worker in workers if found[worker.pk].gaps]
    return sorted(late, key=lambda pair: -pair[1].missing_minutes)
