"""Where every centre stands: raw sums over the postings, raw sums over the roll-up, and the product's own answer."""
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.db import connection
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.hours import queries
from jiazong.ledger.hours.queries import overview
from jiazong.run.bench.figures import LIMIT, PART, PRODUCT, Figure
from jiazong.run.bench.watch import Taken, median

GROUP = "report"
SUMS = "sum(quantity), sum(person_times), sum(direct_minutes), sum(indirect_minutes)"
OVER_POSTINGS = f"SELECT contract_id, method_id, {SUMS} FROM hours_posting GROUP BY 1, 2"
OVER_ROLL_UP = """
SELECT contract_id, method_id, sum(rows), sum(person_times), sum(direct_minutes), sum(indirect_minutes)
FROM hours_monthtotal GROUP BY 1, 2
"""
COPY_OUT = """COPY (SELECT contract_id, method_id, quantity, person_times, direct_minutes, indirect_minutes
  FROM hours_posting) TO STDOUT (FORMAT csv, HEADER)"""


def measure(folder: Path, times: int) -> Iterator[Figure]:
    """The same question asked four ways, so many times each; the middle run counts."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) hours_posting, hours_monthtotal")
    today = timezone.localdate()
    contracts = overview.contracts_to_watch(Contract.objects.all(), today=today)
    standing = overview.progress_of_many(contracts, as_of=today)
    measures = sum(len(one.measures) for one in standing)
    yield _figure(LIMIT, "postings", "原始 SQL 汇总全部记录", median(lambda: _fetch(OVER_POSTINGS), times), _size())
    yield _figure(PART, "roll_up", "原始 SQL 汇总月度汇总表", median(lambda: _fetch(OVER_ROLL_UP), times))
    if has_duckdb():
        yield _duckdb(folder, times)
    taken = median(lambda: overview.progress_of_many(contracts, as_of=today), times)
    said = f"{len(standing)} 份合同 × {measures // len(standing)} 项，含应到、预计、判断"
    yield _figure(PRODUCT, "product", "产品：所有合同到今天的进度", taken, said)
    one = median(lambda: queries.progress_of(contracts[0], as_of=today), times)
    yield _figure(PART, "product_one", "产品：一份合同的进度", one)


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
