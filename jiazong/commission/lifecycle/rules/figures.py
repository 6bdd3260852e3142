"""A list of figures as a file: who reads it says which line is wrong and how; pure."""
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

COLUMNS = ("region", "name", "first_day", "value", "unit", "confidence", "source")
UNITS = {
    "staff_percent": "percent", "raise_percent": "percent", "amendment_percent": "percent", "bond_percent": "percent",
    "base_professionals": "persons", "base_fund": "fen", "worker_step": "fen", "pass_percent": "percent",
    "instalment_1_percent": "percent", "instalment_2_percent": "percent", "instalment_3_percent": "percent", "instalment_days": "days",
    "remind_days": "days", "remind_year_days": "days", "remind_until_days": "days", "bond_return_days": "days",
}  # fmt: skip
HIGHEST_PERCENT = 100


class BadFigures(ValueError):
    """A list of figures that cannot be taken; `line` as the file counts (0: the whole), `what` a code, `said` what stands there."""

    def __init__(self, line: int, what: str, said: str = "") -> None:
        super().__init__(f"line {line}: {what} {said}")
        self.line, self.what, self.said = line, what, said


@dataclass(frozen=True)
class FigureSpec:
    """One figure of a list."""

    region: str
    name: str
    first_day: date
    value: int
    unit: str
    confidence: str
    source: str


def read_figures(text: str) -> list[FigureSpec]:
    """The figures of a file with the columns of `COLUMNS`; raises BadFigures at the first line that cannot be taken."""
    reader = csv.DictReader(io.StringIO(text))
    if set(COLUMNS) - set(reader.fieldnames or ()):
        raise BadFigures(1, "columns", ", ".join(COLUMNS))
    found = [_figure({name: (line[name] or "").strip() for name in COLUMNS}, number) for number, line in enumerate(reader, start=2)]
    if not found:
        raise BadFigures(0, "empty")
    return found


def _figure(told: Mapping[str, str], number: int) -> FigureSpec:
    if told["region"] and not told["region"].isdecimal():
        raise BadFigures(number, "region", told["region"])
    if UNITS.get(told["name"]) != told["unit"]:
        raise BadFigures(number, "name", f"{told['name']} {told['unit']}")
    try:
        first_day = date.fromisoformat(told["first_day"])
    except ValueError:
        raise BadFigures(number, "first_day", told["first_day"]) from None
    is_whole = told["value"].isdecimal() and len(told["value"]) < 16
    if not is_whole or (told["unit"] == "percent" and int(told["value"]) > HIGHEST_PERCENT) or told["name"] == "worker_step" and not int(told["value"]):
        raise BadFigures(number, "value", told["value"])
    if told["confidence"] not in ("H", "M", "L"):
        raise BadFigures(number, "confidence", told["confidence"])
    if not told["source"]:
        raise BadFigures(number, "source")
    return FigureSpec(told["region"], told["name"], first_day, int(told["value"]), told["unit"], told["confidence"], told["source"])
