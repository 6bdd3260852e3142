"""The hours a contract of so many professionals usually asks for: dated, sourced data, scaled by head; pure (domain A3, B13)."""
import csv
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("data") / "hours-standards.csv"


@dataclass(frozen=True)
class HoursStandard:
    """A published standard: so many hours for so many professionals, from a day on."""

    first_day: date
    professionals: int
    total_hours: Decimal
    floor_hours: Decimal
    ceiling_percent: Decimal
    source: str


@dataclass(frozen=True)
class SuggestedHours:
    """What the standard gives for a number of professionals, in whole hours."""

    professionals: int
    total: int
    floor: int
    ceiling_percent: Decimal
    source: str


@cache
def standards() -> tuple[HoursStandard, ...]:
    """The standards that are known, the oldest first."""
    with FILE.open(encoding="utf-8", newline="") as source:
        read = [
            HoursStandard(
                date.fromisoformat(line["first_day"]), int(line["professionals"]), Decimal(line["total_hours"]),
                Decimal(line["floor_hours"]), Decimal(line["ceiling_percent"]), line["source"],
            )
            for line in csv.DictReader(source)
        ]  # fmt: skip
    return tuple(sorted(read, key=lambda one: one.first_day))


def standard_on(day: date) -> HoursStandard:
    """The standard in force on a day; before the first one, the first."""
    known = standards()
    return ([one for one in known if one.first_day <= day] or list(known[:1]))[-1]


def suggested_hours(professionals: int, *, on: date) -> SuggestedHours:
    """The hours a contract asks of so many professionals: 14 → 27,440 and 22,852; 15 → 29,400 and 24,484."""
    standard = standard_on(on)
    share = Decimal(professionals) / standard.professionals
    return SuggestedHours(
        professionals, _whole(standard.total_hours * share), _whole(standard.floor_hours * share),
        standard.ceiling_percent, standard.source,
    )  # fmt: skip


def _whole(hours: Decimal) -> int:
    return int(hours.quantize(Decimal(1), ROUND_HALF_UP))
