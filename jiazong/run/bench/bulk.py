"""A city's ledger in seconds: centres through the product's own actions, a million lines by the database itself.

The lines have no leaves: it is data to measure with, in a database that is thrown away. Keys and indexes are taken off while
they are written and made again from their own definitions afterwards, so what is measured stands on the real ones.
"""
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from jiazong.ledger.hours.models import Source
from jiazong.run import prepare
from jiazong.run.bench import workbook

CENTRES, STAFF = 188, 12
TABLE = "hours_posting"
DEFINED = f"""
SELECT 'ALTER TABLE {TABLE} DROP CONSTRAINT ' || quote_ident(conname),
  'ALTER TABLE {TABLE} ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE conrelid = '{TABLE}'::regclass AND contype = 'f'
UNION ALL
SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = '{TABLE}'::regclass AND NOT indisprimary
"""
# Every contract, worker and method in turn; days and minutes from the number of the line, so that each run has the same.
LINES = """
INSERT INTO hours_posting (contract_id, worker_id, method_id, day, start_minute, direct_minutes, indirect_minutes, person_times,
  quantity, counts_hours, field, title, note_mark, flags, is_late, rule_id, source_id, source_sheet, source_row, reason)
SELECT place.contract, place.workers[1 + n / 7 %% cardinality(place.workers)], place.methods[1 + n %% cardinality(place.methods)],
  place.first_day + (n * 37 %% place.days)::integer, NULL, 15 + n %% 8 * 15, n %% 4 * 15, 1 + n %% 17 / 16 * 20, 1, true, '长者服务',
  '独居长者探访', '', '', false, place.rule, place.source, '服务记录', n + 2, ''
FROM bench_place place, generate_series(%(first)s, %(last)s) n
ORDER BY place.first_day + (n * 37 %% place.days), place.contract
"""
PLACES = """
CREATE TABLE bench_place AS
SELECT contract.code AS contract, contract.centre_id AS centre, contract.first_day, least(contract.last_day, %(today)s) - contract.first_day + 1 AS days,
  ARRAY(SELECT worker_id FROM contracts_assignment one WHERE one.contract_id = contract.code ORDER BY worker_id) AS workers,
  ARRAY(SELECT id FROM contracts_method one WHERE one.contract_id = contract.code ORDER BY id) AS methods,
  (SELECT id FROM contracts_hoursrule one WHERE one.contract_id = contract.code LIMIT 1) AS rule,
  (SELECT id FROM hours_source one WHERE one.contract_id = contract.code LIMIT 1) AS source
FROM contracts_contract contract WHERE contract.code LIKE 'city%%'
"""
ROLL_UP = """
INSERT INTO hours_monthtotal (contract_id, month, method_id, rows, direct_minutes, indirect_minutes, person_times,
  counted_direct_minutes, counted_indirect_minutes)
SELECT contract_id, date_trunc('month', day::timestamp)::date, method_id, sum(quantity), sum(direct_minutes), sum(indirect_minutes),
  sum(person_times), sum(direct_minutes), sum(indirect_minutes)
FROM hours_posting WHERE contract_id LIKE 'city%' GROUP BY 1, 2, 3
"""
WORKERS = """
INSERT INTO hours_workertotal (contract_id, method_id, worker_id, month, counts_hours, lines, direct_minutes, indirect_minutes,
  person_times, back_lines, back_direct_minutes, back_indirect_minutes, back_person_times, late, flagged)
SELECT contract_id, method_id, worker_id, date_trunc('month', day::timestamp)::date, true, count(*), sum(direct_minutes),
  sum(indirect_minutes), sum(person_times), 0, 0, 0, 0, 0, 0
FROM hours_posting WHERE contract_id LIKE 'city%' GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class City:
    """What there is to measure on."""

    year: int
    contracts: int
    lines: int


def build(lines: int, *, today: date, centres: int = CENTRES) -> City:
    """So many centres with a contract of the running year and about so many lines in all, evenly over the year so far."""
    first_day = min(date(today.year, 1, 1), today - timedelta(days=200))
    for number in range(centres):
        names = workbook.names(STAFF)
        contract = workbook.sign(f"city{number:03}", names, first_day=first_day)
        Source.objects.create(contract=contract, kind=Source.BOOK, name="城市.xlsx")
    with _unforced() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_place")
        cursor.execute(PLACES, {"today": today})
    return City(today.year, centres, grow(0, lines, centres))


def grow(there: int, lines: int, centres: int) -> int:
    """Bring the city's ledger from so many lines to about so many; the roll-up is made anew. Answers how many there are."""
    first, last = there // centres, lines // centres - 1
    with _unforced() as cursor:
        cursor.execute(DEFINED)
        defined = cursor.fetchall()
        for drop, _ in defined:
            cursor.execute(drop)
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(LINES, {"first": first, "last": last})
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER USER")
        for _, make in defined:
            cursor.execute(make)
        cursor.execute("DELETE FROM hours_monthtotal WHERE contract_id LIKE 'city%'")
        cursor.execute(ROLL_UP)
        cursor.execute("DELETE FROM hours_workertotal WHERE contract_id LIKE 'city%'")
        cursor.execute(WORKERS)
    with prepare.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {TABLE}, hours_monthtotal, hours_workertotal, contracts_contract, contracts_indicator")
    return (last + 1) * centres


@contextmanager
def _unforced() -> Iterator[CursorWrapper]:
    """A transaction of the owner before whom the second layer stands aside, and back again at its end."""
    with prepare.as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT oid::regclass FROM pg_class WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
