"""What a contract file must say, and the arithmetic of its term; pure."""
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

MINUTES = 60
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class BadContract(ValueError):
    """A contract that cannot be taken; `where` is the place in the file, the message what to do."""

    def __init__(self, where: str, what: str) -> None:
        self.where, self.what = where, what
        super().__init__(f"{where}: {what}")


@dataclass(frozen=True)
class StaffSpec:
    name: str
    post: str
    is_professional: bool


@dataclass(frozen=True)
class IndicatorSpec:
    code: str
    name: str
    method: str
    unit: str
    counts: str
    target: int


@dataclass(frozen=True)
class HoursSpec:
    """Hours in whole minutes; the ceiling is a percentage of the total that still counts."""

    professionals: int
    total_minutes: int
    floor_minutes: int
    ceiling_percent: Decimal


@dataclass(frozen=True)
class ContractSpec:
    """A contract as its file or form states it (format: docs/reference/contract-file.md)."""

    code: str
    centre_code: str
    centre_name: str
    region: str
    agency: str
    purchaser: str
    first_day: date
    last_day: date
    year: int
    of_years: int
    is_trial: bool
    budget_fen: int
    hours: HoursSpec
    staff: tuple[StaffSpec, ...]
    methods: tuple[str, ...]
    indicators: tuple[IndicatorSpec, ...]


def read_contract(said: Any) -> ContractSpec:
    """Read a contract file's content; the first fault found is raised with its place."""
    if not isinstance(said, Mapping):
        raise BadContract("file", "must be one JSON object describing a contract")
    centre, term = _part(said, "centre"), _part(said, "term")
    indicators = tuple(_indicator(f"indicators[{n}]", one) for n, one in enumerate(_list(said, "indicators")))
    staff = tuple(
        _staff(f"{key}[{n}]", one, professional)
        for key, professional in (("staff", True), ("other_staff", False))
        for n, one in enumerate(_list(said, key, optional=not professional))
    )
    spec = ContractSpec(
        code=_code(said, "code"),
        centre_code=_code(centre, "code", "centre.code"),
        centre_name=_text(centre, "name", "centre.name"),
        region=_text(centre, "region", "centre.region"),
        agency=_text(said, "agency"),
        purchaser=_text(said, "purchaser"),
        first_day=_day(term, "first_day"),
        last_day=_day(term, "last_day"),
        year=_whole(term, "year", "term.year", default=1, least=1),
        of_years=_whole(term, "of", "term.of", default=1, least=1),
        is_trial=bool(term.get("trial", False)),
        budget_fen=_fen(said, "annual_budget_yuan"),
        hours=_hours(_part(said, "hours")),
        staff=staff,
        methods=_methods(said, indicators),
        indicators=indicators,
    )
    _check_whole(spec)
    return spec


def _check_whole(spec: ContractSpec) -> None:
    if spec.last_day < spec.first_day:
        raise BadContract("term", "the last day lies before the first day")
    if spec.year > spec.of_years:
        raise BadContract("term.year", f"year {spec.year} of {spec.of_years} cannot be")
    if not spec.indicators:
        raise BadContract("indicators", "name at least one indicator")
    _no_twins("indicators", [one.code for one in spec.indicators])
    _no_twins("staff", [one.name for one in spec.staff])
    if spec.hours.floor_minutes > spec.hours.total_minutes:
        raise BadContract("hours.floor", "the floor of direct hours lies above the total")


def _no_twins(where: str, names: list[str]) -> None:
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise BadContract(where, f"{twins[0]} stands twice; give each its own name")


def _hours(said: Mapping[str, Any]) -> HoursSpec:
    return HoursSpec(
        professionals=_whole(said, "professionals", "hours.professionals"),
        total_minutes=_minutes(said, "total"),
        floor_minutes=_minutes(said, "floor"),
        ceiling_percent=_number(said, "ceiling_percent", "hours.ceiling_percent", default=100),
    )


def _minutes(said: Mapping[str, Any], key: str) -> int:
    return round(_number(said, key, f"hours.{key}") * MINUTES)


def _methods(said: Mapping[str, Any], indicators: tuple[IndicatorSpec, ...]) -> tuple[str, ...]:
    extra = [str(name).strip() for name in _list(said, "methods", optional=True)]
    return tuple(dict.fromkeys([*(one.method for one in indicators), *filter(None, extra)]))


def _staff(where: str, said: Any, is_professional: bool) -> StaffSpec:
    if not isinstance(said, Mapping):
        raise BadContract(where, "must have name and post")
    return StaffSpec(_text(said, "name", f"{where}.name"), _text(said, "post", f"{where}.post"), is_professional)


def _indicator(where: str, said: Any) -> IndicatorSpec:
    if not isinstance(said, Mapping):
        raise BadContract(where, "must have code, name, method, unit, counts and target")
    counts = _text(said, "counts", f"{where}.counts")
    if counts not in ("rows", "persons"):
        raise BadContract(f"{where}.counts", f"is {counts!r}; write rows (each record) or persons (person-times)")
    return IndicatorSpec(
        code=_code(said, "code", f"{where}.code"),
        name=_text(said, "name", f"{where}.name"),
        method=_text(said, "method", f"{where}.method"),
        unit=_text(said, "unit", f"{where}.unit"),
        counts=counts,
        target=_whole(said, "target", f"{where}.target"),
    )


def _part(said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = said.get(key)
    if not isinstance(part, Mapping):
        raise BadContract(key, "is missing")
    return part


def _list(said: Mapping[str, Any], key: str, *, optional: bool = False) -> list[Any]:
    found = said.get(key)
    if found is None and optional:
        return []
    if not isinstance(found, list):
        raise BadContract(key, "must be a list")
    return found


def _text(said: Mapping[str, Any], key: str, where: str = "") -> str:
    found = said.get(key)
    if not isinstance(found, str) or not found.strip():
        raise BadContract(where or key, "is missing")
    if "\x00" in found or len(found) > 120:
        raise BadContract(where or key, "must be plain text of at most 120 characters")
    return found.strip()


def _code(said: Mapping[str, Any], key: str, where: str = "") -> str:
    found = _text(said, key, where)
    if not CODE.fullmatch(found):
        raise BadContract(where or key, f"{found!r} may have letters, digits, dot, hyphen and underscore only")
    return found


def _day(said: Mapping[str, Any], key: str) -> date:
    try:
        return date.fromisoformat(_text(said, key, f"term.{key}"))
    except ValueError as fault:
        if isinstance(fault, BadContract):
            raise
        raise BadContract(f"term.{key}", f"{said[key]!r} is no day; write it as 2025-01-31") from None


def _number(said: Mapping[str, Any], key: str, where: str, *, default: int | None = None) -> Decimal:
    found = said.get(key, default)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < 10**12:
        raise BadContract(where, f"must be a number of at least 0, not {found!r}")
    return Decimal(str(found))


def _whole(said: Mapping[str, Any], key: str, where: str, *, default: int | None = None, least: int = 0) -> int:
    found = _number(said, key, where, default=default)
    if found != int(found) or found < least or found > 2**31 - 1:
        raise BadContract(where, f"must be a whole number of at least {least}, not {found}")
    return int(found)


def _fen(said: Mapping[str, Any], key: str) -> int:
    fen = _number(said, key, key) * 100
    if fen != int(fen):
        raise BadContract(key, "has more than two decimals")
    return int(fen)


def time_elapsed(first_day: date, last_day: date, as_of: date) -> Fraction:
    """Which share of the term has passed: days from the first to the day asked, both counted, ÷ days of the term."""
    days = (last_day - first_day).days + 1
    return Fraction(min(max((as_of - first_day).days + 1, 0), days), days)
