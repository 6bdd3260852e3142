"""Rule sets: every limit of a tender as a row by city and day, with its source and how sure it is; pure but for reading its files."""
import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from pathlib import Path

from jiazong.commission.tenders.rules.reading import BadFile

FOLDER = Path(__file__).resolve().parents[1] / "data" / "rulesets"
COLUMNS = ("city", "first_day", "name", "value", "unit", "source", "item", "confidence")
NATIONAL = "china"
USUAL_CITY = "guangzhou"
CLAUSE = "clause."
SURE = ("H", "M", "L")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a city from a day on: a number with its unit, or the words of a clause (name `clause.…`, unit `text`).

    `item` is the entry of docs/reference/data.md; `confidence` is H (read), M (one place) or L (usual practice, changeable).
    """

    city: str
    first_day: date
    name: str
    value: str
    unit: str
    source: str
    item: str
    confidence: str


@dataclass(frozen=True)
class RuleSet:
    """What holds for a city on a day: the nation's rules, and over them the city's own, the newest of each name."""

    city: str
    on: date
    rules: dict[str, Rule] = field(repr=False)

    def number(self, name: str) -> Fraction | None:
        """The number of a rule, None where this set has no such rule."""
        found = self.rules.get(name)
        return None if found is None else Fraction(Decimal(found.value))

    def word(self, name: str) -> str:
        """The word of a rule. Raises NoRule."""
        if name not in self.rules:
            raise NoRule(f"{name} in {self.city} on {self.on}")
        return self.rules[name].value

    def clause(self, code: str) -> Rule:
        """The clause a reason rests on. Raises NoRule."""
        if CLAUSE + code not in self.rules:
            raise NoRule(f"{CLAUSE}{code} in {self.city} on {self.on}")
        return self.rules[CLAUSE + code]


class NoRule(LookupError):
    """A rule set lacks a rule that is always needed."""


def read_rules(content: str) -> tuple[Rule, ...]:
    """The rows of a rule-set file (columns as COLUMNS); the first fault raises BadFile with its line."""
    lines = csv.DictReader(content.splitlines())
    if tuple(lines.fieldnames or ()) != COLUMNS:
        raise BadFile("line 1", "must name the columns %(columns)s", columns=",".join(COLUMNS))
    found = tuple(_rule(f"line {lines.line_num}", line) for line in lines)
    if not found:
        raise BadFile("file", "has no rule in it")
    seen: set[tuple[str, date, str]] = set()
    for rule in found:
        if (key := (rule.city, rule.first_day, rule.name)) in seen:
            raise BadFile(rule.name, "stands twice for the same city and day; keep one")
        seen.add(key)
    return found


def _rule(where: str, line: dict[str, str]) -> Rule:
    said = {key: (line.get(key) or "").strip() for key in COLUMNS}
    if None in line or not all(said.values()):
        raise BadFile(where, "must fill every column: a rule without its source is none")
    if said["confidence"] not in SURE:
        raise BadFile(where, "confidence must be H, M or L")
    try:
        first_day = date.fromisoformat(said.pop("first_day"))
        if said["unit"] != "text":
            exact = Decimal(said["value"])
            if not 0 <= exact < 10**12 or abs(exact.adjusted()) > 30:
                raise ValueError
    except (ValueError, InvalidOperation):
        raise BadFile(where, "has a day or a number nobody can read") from None
    return Rule(first_day=first_day, **said)


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """The rules that come with the product: the nation's and the cities'."""
    return tuple(rule for path in sorted(FOLDER.glob("*.csv")) for rule in read_rules(path.read_text(encoding="utf-8")))


def cities(rules: Iterable[Rule] | None = None) -> list[str]:
    """The cities that have rules of their own."""
    return sorted({rule.city for rule in (shipped_rules() if rules is None else rules)} - {NATIONAL})


def rules_for(city: str, on: date, more: tuple[Rule, ...] = ()) -> RuleSet:
    """What holds for a city on a day; `more` are rules of another file and go before those shipped. Raises BadFile."""
    if city not in {*cities(), *cities(more)}:
        raise BadFile("city", "%(city)s has no rule set here; there are %(known)s", city=city, known=", ".join(cities()))
    return _merged(city, on, more)


@cache
def _merged(city: str, on: date, more: tuple[Rule, ...]) -> RuleSet:
    found: dict[str, Rule] = {}
    for owner in (NATIONAL, city):
        for rows in (shipped_rules(), more):
            rows = sorted((rule for rule in rows if rule.city == owner), key=lambda one: one.first_day)
            # Before its first day a rule that stands alone is still the best that is known.
            for rule in [one for one in reversed(rows) if one.first_day > on] + [one for one in rows if one.first_day <= on]:
                found[rule.name] = rule
    return RuleSet(city, on, found)
