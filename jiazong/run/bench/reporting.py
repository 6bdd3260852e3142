"""The year of every centre, indicator by indicator: raw sums over the lines, the product's report both ways, three times the lines."""
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.db import connection
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.hours.queries import overview, year
from jiazong.run import prepare
from jiazong.run.bench import bulk
from jiazong.run.bench.figures import LIMIT, PART, PRODUCT, Figure
from jiazong.run.bench.grounds import Grounds
from jiazong.run.bench.watch import Taken, median

GROUP = "report"
RAW = """
SELECT contract.centre_id, indicator.code, sum(CASE WHEN indicator.counts = 'persons' THEN summed.persons ELSE summed.rows END)
FROM (SELECT contract_id, method_id, sum(quantity) AS rows, sum(person_times) AS persons FROM hours_posting
  WHERE day BETWEEN %(first)s AND %(last)s GROUP BY 1, 2) summed
JOIN contracts_indicator indicator ON indicator.contract_id = summed.contract_id AND indicator.method_id = summed.method_id
JOIN contracts_contract contract ON contract.code = summed.contract_id
GROUP BY 1, 2
"""
OVER_POSTINGS = """SELECT contract_id, method_id, sum(quantity), sum(person_times), sum(direct_minutes), sum(indirect_minutes)
  FROM hours_posting GROUP BY 1, 2"""
COPY_OUT = """COPY (SELECT contract_id, method_id, quantity, person_times, direct_minutes, indirect_minutes
  FROM hours_posting) TO STDOUT (FORMAT csv, HEADER)"""
TIMES_AS_MANY = 3
# The policies are forced on the owner too: without this the limit would sum no row at all.
FORCED = ("hours_posting", "contracts_indicator", "contracts_contract")


class NothingSummed(RuntimeError):
    """The raw statement found no row: what it took is no limit of anything."""


def measure(grounds: Grounds) -> Iterator[Figure]:
    """The same question asked in turn, so many times each; the middle run counts."""
    city, times = grounds.city, grounds.size.repeats
    codes = list(Contract.objects.values_list("code", flat=True))
    raw, taken, base = _in_turn(codes, city.year, times)
    cells = len(year.year_of_centres(codes, city.year))
    yield _figure(LIMIT, "raw", "原始 SQL 汇总全部记录（所有者，不设防）", raw, _size())
    yield _figure(PRODUCT, "roll_up", "产品：年报，从月度汇总", taken, f"{cells:,} 格（中心 × 指标）")
    yield _figure(PART, "base", "产品：年报，从每一条记录", base)
    if has_duckdb():
        yield _duckdb(grounds.folder, times)
    today = timezone.localdate()
    watched = overview.contracts_to_watch(Contract.objects.all(), today=today)
    many = median(lambda: overview.progress_of_many(watched, as_of=today), times)
    yield _figure(PART, "progress", "产品：所有合同到今天的进度（含应到、预计、判断）", many, f"{len(watched)} 份合同")
    lines = bulk.grow(city.lines, city.lines * TIMES_AS_MANY, city.contracts)
    more = median(lambda: year.year_of_centres(codes, city.year), times)
    yield _figure(PART, "roll_up_tripled", f"产品：年报，从月度汇总，{lines:,} 条", more)


def _in_turn(codes: list[str], of_year: int, times: int) -> list[Taken]:
    """Limit, roll-up and base rows in turn; the median of each."""
    runs: list[list[Taken]] = [[], [], []]
    _defend(False)
    for _ in range(times):
        with prepare.as_owner():
            connection.ensure_connection()
            runs[0].append(median(lambda: _raw(of_year), 1))
        connection.ensure_connection()
        runs[1].append(median(lambda: year.year_of_centres(codes, of_year), 1))
        runs[2].append(median(lambda: year.year_of_centres(codes, of_year, from_lines=True), 1))
    _defend(True)
    return [sorted(found, key=lambda one: one.seconds)[len(found) // 2] for found in runs]


def _raw(of_year: int) -> list[tuple]:
    first, last = year.bounds(of_year)
    with connection.cursor() as cursor:
        cursor.execute(RAW, {"first": first, "last": last})
        found = cursor.fetchall()
    if not found:
        raise NothingSummed(of_year)
    return found


def _defend(is_forced: bool) -> None:
    """Whether the policies hold for the owner as well; for the roles of the product they always do."""
    verb = "FORCE" if is_forced else "NO FORCE"
    with prepare.as_owner(), connection.cursor() as cursor:
        cursor.execute(";".join(f"ALTER TABLE {name} {verb} ROW LEVEL SECURITY" for name in FORCED))


def _figure(kind: str, key: str, label: str, taken: Taken, note: str = "") -> Figure:
    return Figure(GROUP, kind, f"report_{key}", label, taken.seconds * 1000, "毫秒", False, taken.load, note)


def _size() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT contract_id) FROM hours_posting")
        rows, contracts = cursor.fetchone()
    return f"{rows:,} 条记录，{contracts} 份合同"


def _fetch(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def has_duckdb() -> bool:
    """Whether DuckDB is installed here; it is no dependency of the product."""
    return find_spec("duckdb") is not None


def _duckdb(folder: Path, times: int) -> Figure:
    """DuckDB over the same rows, held in memory."""
    path = folder / "postings.csv"
    with path.open("wb") as target, connection.cursor() as cursor, cursor.cursor.copy(COPY_OUT) as copy:
        for part in copy:
            target.write(part)
    engine = import_module("duckdb").connect()
    engine.execute(f"CREATE TABLE hours_posting AS SELECT * FROM read_csv('{path}', header = true)")
    taken = median(lambda: engine.execute(OVER_POSTINGS).fetchall(), times)
    engine.close()
    return _figure(PART, "duckdb", "DuckDB 汇总全部记录（内存）", taken)
