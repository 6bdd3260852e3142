"""A year of many centres, indicator by indicator: from the monthly roll-up, or from every line to check it."""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

FROM_ROLL_UP = """
SELECT contract_id, method_id, sum(rows) AS rows, sum(person_times) AS persons FROM hours_monthtotal
WHERE contract_id = ANY(%(codes)s) AND month BETWEEN %(first)s AND %(last)s GROUP BY contract_id, method_id
"""
FROM_LINES = """
SELECT contract_id, method_id, sum(quantity) AS rows, sum(person_times) AS persons FROM hours_posting
WHERE contract_id = ANY(%(codes)s) AND day BETWEEN %(first)s AND %(last)s GROUP BY contract_id, method_id
"""
# The sums come first and alone: a few thousand of them meet the indicators, never a million lines.
YEAR = """
WITH summed AS MATERIALIZED ({sums})
SELECT contract.centre_id, indicator.contract_id, indicator.code, indicator.name, indicator.unit, indicator.target,
  coalesce(CASE WHEN indicator.counts = 'persons' THEN summed.persons ELSE summed.rows END, 0)::bigint
FROM contracts_indicator indicator
JOIN contracts_contract contract ON contract.code = indicator.contract_id
LEFT JOIN summed ON summed.contract_id = indicator.contract_id AND summed.method_id = indicator.method_id
WHERE indicator.contract_id = ANY(%(codes)s) AND contract.first_day <= %(last)s AND contract.last_day >= %(first)s
ORDER BY contract.centre_id, indicator.contract_id, indicator."order"
"""


@dataclass(frozen=True, slots=True)
class YearCell:
    """What one centre did of one thing its contract counts in a calendar year; `target` is that of the whole term."""

    centre: str
    contract: str
    code: str
    name: str
    unit: str
    target: int
    done: int


def bounds(year: int) -> tuple[date, date]:
    """The first and the last day of a calendar year."""
    return date(year, 1, 1), date(year, 12, 31)


def year_of_centres(codes: Collection[str], year: int, *, from_lines: bool = False) -> list[YearCell]:
    """The year of these contracts, by centre and in the order of their indicators, in one question."""
    first, last = bounds(year)
    statement = YEAR.format(sums=FROM_LINES if from_lines else FROM_ROLL_UP)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"codes": list(codes), "first": first, "last": last})
        return [YearCell(*row) for row in cursor.fetchall()]
