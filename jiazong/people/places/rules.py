"""Codes of regions (levels by length, parents by prefix, local codes for unlisted streets) and opening hours; pure."""
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

LEVEL_OF_LENGTH = {2: "province", 4: "city", 6: "county", 9: "street", 12: "community"}
PARENT_LENGTH = {4: 2, 6: 4, 9: 6, 12: 9}
STREET_OFFICE = re.compile(r"(?P<place>.{1,20}?(?:街道|街|镇|乡))(?:街道|镇|乡)?(?:办事处|人民政府|政府)?$")


class NoMoreLocalCodes(ValueError):
    """A county in which 99 streets were written down by hand: its list of divisions should be loaded instead."""


def parent_code(code: str) -> str:
    """The code of the region above: 440103001 → 440103."""
    return code[: PARENT_LENGTH.get(len(code), 0)]


def street_named_by(office: str) -> str:
    """The street or town an office is called after: 龙溪街街道办事处 → 龙溪街; the whole name where none is found."""
    found = STREET_OFFICE.match(office.strip())
    return found["place"] if found else office.strip()


def same_street(one: str, other: str) -> bool:
    """Whether two ways of naming a street mean the same: 龙溪街 and 龙溪街道."""
    return _stem(one) == _stem(other)


def _stem(name: str) -> str:
    return re.sub(r"(街道|街)$", "街", name.strip())


def next_local_code(county: str, taken: list[str]) -> str:
    """A code for a street the official list does not have: county + L01, L02 …, never to be taken for an official one."""
    used = {code[6:] for code in taken}
    free = next((n for n in range(1, 100) if f"L{n:02}" not in used), None)
    if free is None:
        raise NoMoreLocalCodes(county)
    return f"{county}L{free:02}"


@dataclass(frozen=True)
class Period:
    """From when to when a centre is open on a day of the week (0 is Monday); the closing time itself is closed."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class OpenState:
    """Whether a centre is open at a moment: `until` when it closes, `opens_at` when it opens later on the same day."""

    until: time | None = None
    opens_at: time | None = None
    is_told: bool = True


def open_state(week: Iterable[Period], *, weekday: int, at: time) -> OpenState:
    """What the week's hours say about a moment; a week without any hours is not told yet, which is not the same as closed."""
    periods = sorted(week, key=lambda period: (period.weekday, period.opens))
    today = [period for period in periods if period.weekday == weekday]
    return OpenState(
        until=next((period.closes for period in today if period.opens <= at < period.closes), None),
        opens_at=next((period.opens for period in today if at < period.opens), None),
        is_told=bool(periods),
    )


def overlapping(periods: Iterable[Period]) -> Period | None:
    """The first period of a week that begins before an earlier one of the same day has closed."""
    ordered = sorted(periods, key=lambda period: (period.weekday, period.opens))
    for before, after in zip(ordered, ordered[1:], strict=False):
        if before.weekday == after.weekday and after.opens < before.closes:
            return after
    return None
