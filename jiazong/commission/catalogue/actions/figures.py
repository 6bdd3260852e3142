import csv
import io
from datetime import date

from django.db import transaction

from jiazong.commission.catalogue.models import Figure
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.rules import LEVEL_OF_LENGTH

COLUMNS = ("name", "region_code", "first_day", "value", "unit", "source")


class BadFigures(ValueError):
    """A file of figures that cannot be taken; `line` and `why` say where and what is wrong."""

    def __init__(self, line: int, why: str) -> None:
        self.line, self.why = line, why
        super().__init__(f"line {line}: {why}")


@transaction.atomic
def load_figures(text: str, *, by: Account | None) -> int:
    """Take the figures of a place's rule set (CSV); what is there stays, another value for the same day is refused.

    Gives how many are new. Raises BadFigures: columns, name, region, day, value, source, differs.
    """
    reader = csv.DictReader(io.StringIO(text))
    if set(COLUMNS) - set(reader.fieldnames or []):
        raise BadFigures(1, "columns")
    known = set(Figure.objects.values_list("name", flat=True))
    fresh: dict[tuple[str, str, str], Figure] = {}
    for number, row in enumerate(reader, start=2):
        found = _new(row, number, known)
        if found is None:
            continue
        before = fresh.setdefault((found.name, found.region_code, str(found.first_day)), found)
        if before.value != found.value:
            raise BadFigures(number, "differs")
    made = Figure.objects.bulk_create(fresh.values())
    if made:
        chronicle.record("catalogue.figures", made[0], by=by, figures=len(made))
    return len(made)


def _new(row: dict[str, str | None], number: int, known: set[str]) -> Figure | None:
    """The figure of a line; nothing where it is there already."""
    told = {name: (row[name] or "").strip() for name in COLUMNS}
    checks = {
        "name": told["name"] in known, "region": not told["region_code"] or (told["region_code"].isdigit() and len(told["region_code"]) in LEVEL_OF_LENGTH),
        "day": _is_day(told["first_day"]), "value": told["value"].isascii() and told["value"].isdigit() and len(told["value"]) < 10,
        "source": 0 < len(told["source"]) <= 200 and len(told["unit"]) <= 12,
    }  # fmt: skip
    for why, is_right in checks.items():
        if not is_right:
            raise BadFigures(number, why)
    there = Figure.objects.filter(name=told["name"], region_code=told["region_code"], first_day=told["first_day"]).first()
    if there and there.value != int(told["value"]):
        raise BadFigures(number, "differs")
    return None if there else Figure(**told | {"value": int(told["value"])})


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
