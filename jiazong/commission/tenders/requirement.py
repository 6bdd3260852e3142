"""What a tender asks, as a whole, and as the file by which bids are checked; pure."""
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jiazong.commission.tenders.rules.scoring import BUSINESS, BY_HOURS, BY_PRICE, LOWEST_PRICE, TECHNICAL
from jiazong.ground.pinyin import initials as initials_of

HOURS = "hours"
PARTS = (TECHNICAL, BUSINESS)
NOT_IN_FILE = ("code", "name", "kind", "purchaser", "years", "whole_project_only", "bond_limit_percent", "city", "method", "price_weight")


@dataclass(frozen=True)
class AskedMinimum:
    """The least of an indicator a year must bring."""

    lot: str
    name: str
    method: str
    unit: str
    counts: str
    least: int


@dataclass(frozen=True)
class AskedLot:
    """A lot with its budget of one year in fen."""

    code: str
    name: str
    annual_budget_fen: int
    minimums: tuple[AskedMinimum, ...] = ()


@dataclass(frozen=True)
class AskedItem:
    """A line of the table of points."""

    part: str
    name: str
    most: Decimal
    words: str = ""


@dataclass(frozen=True)
class Asked:
    """Everything of a requirement that has no lines."""

    code: str
    name: str
    kind: str
    purchaser: str
    city: str
    catalogue_item: str
    years: int
    whole_project_only: bool
    bond_limit_percent: Decimal | None
    scope: str
    users: str
    area_km2: Decimal | None
    population: int | None
    working_age: int | None
    committees: int | None
    villages: int | None
    profile: str
    goal_all: str
    goal_1: str
    goal_2: str
    goal_3: str
    counts_hours: bool
    base_professionals: int | None
    minimum_social_workers: int | None
    method: str
    price_weight: Decimal
    # The line of the published catalogue and its edition, as keys; blank for a purchase outside it.
    entry: str = ""
    edition: str = ""


@dataclass(frozen=True)
class Requirement:
    """A requirement as a whole."""

    asked: Asked
    lots: tuple[AskedLot, ...]
    items: tuple[AskedItem, ...] = field(default=())

    def coded(self) -> list[tuple[str, AskedMinimum]]:
        """Each indicator of every lot with its code, made of the initials of its name, once in the whole requirement."""
        found: list[tuple[str, AskedMinimum]] = []
        for one in (minimum for lot in self.lots for minimum in lot.minimums):
            found.append((_code_of(one.name, (code for code, _one in found)), one))
        return found

    def coded_items(self) -> list[tuple[str, AskedItem]]:
        """Each line of the table of points with its code: t1, t2, b1."""
        numbers = {part: 0 for part in PARTS}
        found = []
        for one in self.items:
            numbers[one.part] += 1
            found.append((f"{one.part[0]}{numbers[one.part]}", one))
        return found

    def file(self, *, notice_day: date, closes_at: datetime, draw_seed: str = "") -> dict[str, Any]:
        """The tender file by which bids are checked and scored (docs/reference/tender-files.md)."""
        asked = self.asked
        made: dict[str, Any] = {
            "code": asked.code, "name": asked.name, "kind": asked.kind, "purchaser": asked.purchaser, "city": asked.city,
            "published": notice_day.isoformat(), "closes": closes_at.isoformat(), "years": asked.years,
            "whole_project_only": asked.whole_project_only, "bond_limit_percent": plain(asked.bond_limit_percent or 0),
            "lots": [self._lot(lot) for lot in self.lots], "scoring": self._scoring(draw_seed),
        }  # fmt: skip
        if asked.counts_hours:
            told = {"base_professionals": asked.base_professionals, "minimum_social_workers": asked.minimum_social_workers}
            made["hours_rule"] = {name: value for name, value in told.items() if value is not None}
        return made

    def about(self) -> dict[str, Any]:
        """What the file does not say and the notice does: place, users, goals, indicators by name, the table of points."""
        told = {name: plain(value) if isinstance(value, Decimal) else value for name, value in asdict(self.asked).items()}
        return {
            **{name: value for name, value in told.items() if name not in NOT_IN_FILE},
            "indicators": [
                {"lot": one.lot, "code": code, "name": one.name, "method": one.method, "unit": one.unit, "counts": one.counts}
                for code, one in self.coded()
            ],
            "items": [
                {"code": code, "part": one.part, "name": one.name, "words": one.words, "most": plain(one.most)}
                for code, one in self.coded_items()
            ],
        }  # fmt: skip

    def _lot(self, lot: AskedLot) -> dict[str, Any]:
        return {
            "code": lot.code, "name": lot.name, "annual_budget_yuan": plain(Decimal(lot.annual_budget_fen) / 100),
            "minimum_indicators": {code: one.least for code, one in self.coded() if one.lot == lot.code},
        }  # fmt: skip

    def _scoring(self, draw_seed: str) -> dict[str, Any]:
        seed = {"draw_seed": draw_seed} if draw_seed else {}
        if self.asked.method == LOWEST_PRICE:
            return {"method": LOWEST_PRICE} | seed
        mode = BY_HOURS if self.asked.method == HOURS else BY_PRICE
        parts = {
            part: [{"code": code, "name": one.name, "points": plain(one.most)} for code, one in self.coded_items() if one.part == part]
            for part in PARTS
        }
        price = {"weight": plain(self.asked.price_weight), "mode": mode}
        return {"method": "comprehensive", "price": price, **seed, **parts}


def plain(number: Decimal | int) -> int | float:
    """A number as JSON writes it, whole where it is whole."""
    return int(number) if number == int(number) else float(number)


def _code_of(name: str, taken: Iterable[str]) -> str:
    start, used = initials_of(name)[:40] or "indicator", set(taken)
    return next(code for n in range(1, len(used) + 2) if (code := start if n == 1 else f"{start}-{n}") not in used)
