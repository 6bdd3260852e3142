"""What is due for the person who opened the first page: of tenders and contracts, asked only for the words she holds."""
from collections.abc import Callable, Iterator
from datetime import date

from django.http import HttpRequest

from jiazong.commission.contracts.permissions import contracts_within
from jiazong.commission.tenders import permissions as tenders
from jiazong.commission.tenders import reminding
from jiazong.ground.access.guarding import reach_for
from jiazong.ground.access.rules import Reach
from jiazong.ground.workdays.reminding import Due, Window
from jiazong.ledger.money.queries import waiting

OF_TENDERS: dict[str, Callable[[Reach, Window], list[Due]]] = {
    "tenders.write": lambda reach, within: reminding.of_purchaser(tenders.tenders_within(reach), within),
    "bids.write": lambda reach, within: reminding.of_bidder(tenders.bidders(reach), within),
}
BY_PAYMENT, BY_YEAR = "payment", "year"
OF_CONTRACTS: tuple[tuple[str, str, Callable], ...] = (
    ("money.pay", BY_PAYMENT, waiting.to_pay), ("money.write", BY_PAYMENT, waiting.to_write_down),
    ("money.write", BY_PAYMENT, waiting.in_arrears), ("contracts.accept", BY_YEAR, waiting.to_accept),
    ("contracts.renew", BY_YEAR, waiting.to_renew),
)  # fmt: skip


def due_for(request: HttpRequest, today: date) -> list[Due]:
    """Everything due, what is late first, then by day."""
    found = [*_of_tenders(request, today), *_of_contracts(request, today)]
    return sorted(found, key=lambda one: (one.day, one.kind, one.name))


def is_late(one: Due) -> bool:
    """Whether it should have been done; papers kept long enough may go from a day on, and nobody is late."""
    return one.is_over and one.kind != reminding.RECORDS


def _of_tenders(request: HttpRequest, today: date) -> Iterator[Due]:
    held = {word: reach for word in OF_TENDERS if (reach := reach_for(request, word))}
    if not held:
        return
    within = reminding.window(today)
    for word, reach in held.items():
        yield from OF_TENDERS[word](reach, within)


def _of_contracts(request: HttpRequest, today: date) -> Iterator[Due]:
    held = {word: reach for word, *_ in (*OF_CONTRACTS, ("contracts.amend",)) if (reach := reach_for(request, word))}
    if not held:
        return
    region = min((code for reach in held.values() for code in reach.regions), default="")
    payment, year, bond_days = waiting.windows(today, region)
    for word, by, ask in OF_CONTRACTS:
        if word in held:
            yield from ask(contracts_within(held[word]), payment if by == BY_PAYMENT else year)
    if amending := held.get("contracts.amend"):
        yield from waiting.bonds_to_return(contracts_within(amending), payment, bond_days)
