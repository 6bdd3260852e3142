"""What of signed contracts waits for whom: instalments, acceptance, renewal, the bond; one question for each kind."""
from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import queries as life
from jiazong.commission.lifecycle.models import Bond
from jiazong.ground.workdays import queries as workdays
from jiazong.ground.workdays.reminding import Due, Window
from jiazong.ground.workdays.rules import add_working_days
from jiazong.ledger.money.models import Instalment

PAY, ACCEPT, RENEW, BOND = "pay", "accept", "renew", "bond"
ARRIVAL, ARREARS = "arrival", "arrears"
FIGURES = ("remind_days", "remind_year_days", "remind_until_days", "bond_return_days")


def windows(today: date, region: str) -> tuple[Window, Window, int]:
    """When instalments and when the decisions about a year are told of, and within how many working days a bond goes back."""
    told = {name: one.value for name, one in life.figures_on(today, region, *FIGURES).items()}
    calendar, until = workdays.calendar(), told["remind_until_days"]
    return Window(today, told["remind_days"], until, calendar), Window(today, told["remind_year_days"], until, calendar), told["bond_return_days"]


def to_pay(contracts: QuerySet[Contract], within: Window) -> list[Due]:
    """Instalments that are owed and not yet paid, by their day of the contract."""
    owed = _instalments(contracts).filter(met_on__isnull=False, paid_on__isnull=True, due_on__range=(within.first, within.last))
    return _told(within, PAY, _named(owed, "due_on"))


def to_accept(contracts: QuerySet[Contract], within: Window) -> list[Due]:
    """Contract years that end without every standard being accepted or refused."""
    undecided = Q(acceptance__isnull=True) | Q(acceptance__is_passed__isnull=True)
    return _told(within, ACCEPT, _years(contracts, within).filter(undecided).values_list("pk", "centre__name", "last_day"))


def to_renew(contracts: QuerySet[Contract], within: Window) -> list[Due]:
    """Contract years that end with another year to come about which nobody has decided."""
    found = _years(contracts, within).filter(year__lt=F("of_years"), renewal__isnull=True)
    return _told(within, RENEW, found.values_list("pk", "centre__name", "last_day"))


def bonds_to_return(contracts: QuerySet[Contract], within: Window, days: int) -> list[Due]:
    """Performance bonds still held once the contract has ended."""
    held = Bond.objects.filter(contract__in=contracts.order_by().values("pk"), returned_on__isnull=True, contract__last_day__lt=within.today)
    rows = held.values_list("contract", "contract__centre__name", "contract__last_day")
    return _told(within, BOND, ((key, name, add_working_days(day, days, within.is_working)) for key, name, day in rows))


def to_write_down(contracts: QuerySet[Contract], within: Window) -> list[Due]:
    """Instalments that were paid, of which nobody has written down that they came."""
    return _told(within, ARRIVAL, _named(_instalments(contracts).filter(paid_on__range=(within.first, within.last), arrived_on__isnull=True), "paid_on"))


def in_arrears(contracts: QuerySet[Contract], within: Window) -> list[Due]:
    """Instalments that are owed, past their day and not paid: the agency asks for them."""
    owed = _instalments(contracts).filter(met_on__isnull=False, paid_on__isnull=True, arrived_on__isnull=True)
    return _told(within, ARREARS, _named(owed.filter(due_on__gte=within.first, due_on__lt=within.today), "due_on"))


def _years(contracts: QuerySet[Contract], within: Window) -> QuerySet[Contract]:
    """The contract years whose last day is told of, without those that were terminated."""
    return contracts.order_by("last_day").filter(last_day__range=(within.first, within.last), termination__isnull=True)


def _instalments(contracts: QuerySet[Contract]) -> QuerySet[Instalment]:
    return Instalment.objects.filter(contract__in=contracts.order_by().values("pk")).order_by("due_on")


def _named(found: QuerySet[Instalment], day: str) -> Iterable[tuple[str, str, date]]:
    return ((key, f"{centre} · {part}", on) for key, centre, part, on in found.values_list("contract", "contract__centre__name", "name", day))


def _told(within: Window, kind: str, rows: Iterable[tuple[str, str, date]]) -> list[Due]:
    return [due for key, name, day in rows if (due := within.due(kind, name, key, day))]
