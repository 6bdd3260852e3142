"""What every address is opened with: one line a screen. A screen without a line fails its test."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.permissions.world import LOG_SIZE, OPEN_MONTH, Person, Side

Of = Callable[[Side, Person], dict[str, Any]]


@dataclass(frozen=True)
class Screen:
    """How a screen is opened: its arguments on a side, the method it answers to before any other, what is asked.

    A screen that names no side (a list, a form for something new) opens for everybody with the word, wherever.
    """

    arguments: Of | None = None
    method: str = "GET"
    query: str = ""


def _contract(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code}


def _indicator(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code, "indicator": "visits"}


def _centre(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.centre_id}


def _worker(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.colleague.pk}


def _worker_phone(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.colleague.pk, "column": "phone"}


def _book(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.book.pk}


def _own_posting(side: Side, person: Person) -> dict[str, Any]:
    """The person's own posting where there is one, else a colleague's."""
    return {"number": side.own.get(str(person), side.shared).pk}


def _open_month(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code, "month": f"{OPEN_MONTH:%Y-%m}"}


def _tree(side: Side, person: Person) -> dict[str, Any]:
    return {"size": LOG_SIZE}


def _trees(side: Side, person: Person) -> dict[str, Any]:
    return {"old": 1, "new": LOG_SIZE}


def _tile(side: Side, person: Person) -> dict[str, Any]:
    return {"level": 0, "path": f"000.p/{LOG_SIZE}"}


SCREENS: dict[str, Screen] = {
    "accounts:password": Screen(),
    "accounts:sign_in": Screen(),
    "accounts:sign_out": Screen(),
    "books:book": Screen(_book),
    "books:cancel": Screen(_book, method="POST"),
    "books:confirm": Screen(_book, method="POST"),
    "books:list": Screen(),
    "books:refused": Screen(_book),
    "books:status": Screen(_book),
    "books:upload": Screen(method="POST"),
    "contracts:detail": Screen(_contract),
    "contracts:edit": Screen(_contract),
    "contracts:list": Screen(),
    "contracts:load": Screen(),
    "contracts:new": Screen(),
    "desk:home": Screen(),
    "evidence:contract": Screen(_contract),
    "evidence:download": Screen(_contract, query="?as_of=2025-04-30"),
    "evidence:home": Screen(),
    "hours:close": Screen(_open_month),
    "hours:correct": Screen(_own_posting),
    "hours:indicator": Screen(_indicator),
    "hours:indicator_export": Screen(_indicator),
    "hours:log": Screen(),
    "hours:mine": Screen(),
    "hours:months": Screen(_contract),
    "hours:months_home": Screen(),
    "hours:posting": Screen(_own_posting),
    "hours:progress": Screen(_contract),
    "hours:progress_home": Screen(),
    "places:centre": Screen(_centre),
    "places:centre_edit": Screen(_centre),
    "places:centres": Screen(),
    "places:opening_edit": Screen(_centre),
    "places:rooms_edit": Screen(_centre),
    "portal:add_cosignature": Screen(method="POST"),
    "portal:checkpoint": Screen(),
    "portal:checkpoint_of": Screen(_tree),
    "portal:consistency": Screen(_trees),
    "portal:key": Screen(),
    "portal:tile": Screen(_tile),
    "run:healthz": Screen(),
    "run:readyz": Screen(),
    "staff:certificate": Screen(_worker),
    "staff:edit": Screen(_worker),
    "staff:identity": Screen(_worker),
    "staff:leave": Screen(_worker),
    "staff:list": Screen(),
    "staff:new": Screen(),
    "staff:uncover": Screen(_worker_phone),
    "staff:worker": Screen(_worker),
    "ui:kit": Screen(),
    "ui:preferences": Screen(method="POST"),
}

