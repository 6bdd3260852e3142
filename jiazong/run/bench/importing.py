"""A service ledger from the file to the ledger: reading alone, copying alone, the least a checked import can take, the product."""
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.books import actions as books
from jiazong.ledger.hours.models import Source
from jiazong.run import prepare
from jiazong.run.bench import workbook
from jiazong.run.bench.figures import LIMIT, PART, PRODUCT, Figure
from jiazong.run.bench.watch import Taken, forget_peak, load, peak_memory, take

GROUP = "import"
MOST: list[float] = []
STAGE = """
CREATE TEMPORARY TABLE bench_stage (day date, field text, method text, title text, worker text, direct integer,
  indirect integer, persons integer, note text, line integer GENERATED ALWAYS AS IDENTITY) ON COMMIT DROP
"""
COPY = "COPY bench_stage (day, field, method, title, worker, direct, indirect, persons, note) FROM STDIN"
# The same width, four keys and four indexes as the product's postings, and none of its rules.
TARGET = """
CREATE TABLE bench_line (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  contract_id varchar(64) NOT NULL REFERENCES contracts_contract, worker_id bigint NOT NULL REFERENCES staff_worker,
  method_id bigint NOT NULL REFERENCES contracts_method, source_id uuid NOT NULL REFERENCES hours_source,
  day date NOT NULL, direct_minutes integer NOT NULL, indirect_minutes integer NOT NULL, person_times integer NOT NULL,
  field varchar(80) NOT NULL, title varchar(200) NOT NULL, note text NOT NULL, source_row integer,
  posted_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON bench_line (contract_id, method_id, day DESC, id DESC);
CREATE INDEX ON bench_line (contract_id, day DESC, id DESC);
CREATE INDEX ON bench_line (worker_id, day);
CREATE INDEX ON bench_line (source_id, source_row);
"""
INSERT = """
INSERT INTO bench_line (contract_id, worker_id, method_id, source_id, day, direct_minutes, indirect_minutes, person_times,
  field, title, note, source_row)
SELECT %(contract)s, worker.id, method.id, %(source)s, day, direct, indirect, persons, field, title, coalesce(note, ''), line
FROM bench_stage JOIN staff_worker worker ON worker.centre_id = %(centre)s AND worker.name = bench_stage.worker
JOIN contracts_method method ON method.contract_id = %(contract)s AND method.name = bench_stage.method
WHERE day BETWEEN %(first_day)s AND %(last_day)s AND direct >= 0 AND indirect >= 0 AND direct + indirect BETWEEN 1 AND 1440
ORDER BY line
"""


def measure(rows: int, folder: Path, rounds: int) -> Iterator[Figure]:
    """Limit and product in turn, so many rounds; each figure is the best round, for noise only ever adds time."""
    people = workbook.staff(rows)
    path = folder / "ledger.xlsx"
    unknown = workbook.write(path, rows, people)
    make_target()
    found: dict[str, list[Taken]] = {}
    for turn in range(rounds):
        _one_round(path, rows, unknown, people, turn, found)
    best = {key: min(taken, key=lambda one: one.seconds) for key, taken in found.items()}
    for kind, key, label in (
        (PART, "read", "只读文件（calamine）"),
        (PART, "copy", "只写暂存表（COPY）"),
        (LIMIT, "limit", "读 + 暂存 + 核对写入（4 个外键、4 个索引）"),
        (PART, "product_read", "产品：读懂并逐行核对"),
        (PART, "product_post", "产品：入账并汇总"),
    ):
        yield _figure(kind, key, label, best[key], rows)
    whole = min(
        (
            Taken(a.seconds + b.seconds, a.here + b.here, a.server + b.server, b.load)
            for a, b in zip(found["product_read"], found["product_post"], strict=True)
        ),
        key=lambda one: one.seconds,
    )
    yield _figure(PRODUCT, "product", "产品：从文件到入账", whole, rows)
    yield Figure(GROUP, PART, "import_memory", "最多占内存（读懂与入账的进程）", max(MOST), "MB", False, load(), "读文件的子进程另计")


def _figure(kind: str, key: str, label: str, taken: Taken, rows: int) -> Figure:
    return Figure(GROUP, kind, f"import_{key}", label, rows / taken.seconds, "行/秒", True, taken.load, taken.note, taken.cpu)


def make_target() -> None:
    """The table that stands for the least a checked insert has to keep."""
    with prepare.as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_line")
        cursor.execute(TARGET)
        cursor.execute("GRANT ALL ON bench_line TO jiazong_system")


def _one_round(
    path: Path, rows: int, unknown: int, people: list[str], turn: int, found: dict[str, list[Taken]]
) -> None:
    contract = workbook.sign(f"bench{turn}", people)
    taken, values = take(lambda: _read(path))
    found.setdefault("read", []).append(taken)
    found.setdefault("copy", []).append(take(lambda: _copy_alone(values))[0])
    values.clear()  # what the limit read is not to stand in the memory of the product
    taken, inserted = take(lambda: _import_barely(path, contract))
    found.setdefault("limit", []).append(taken)
    book = books.hand_in(contract, name=path.name, content=path.read_bytes(), by=None)
    forget_peak()
    found.setdefault("product_read", []).append(take(lambda: books.read_book(book))[0])
    taken, posted = take(lambda: books.post_book(book, by=None))
    found.setdefault("product_post", []).append(taken)
    MOST.append(peak_memory())
    counted = contract.postings.count()
    if not inserted == counted == rows - unknown:
        raise RuntimeError(f"of {rows} rows the limit inserted {inserted} and the product {counted}: {posted.counts}")


def _read(path: Path) -> list[list]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=True)


def _staged(values: list[list]) -> Iterator[tuple]:
    for day, field, method, title, worker, direct, indirect, persons, note in values[1:]:
        yield day, field, method, title, worker, round(direct * 60), round(indirect * 60), int(persons), note


@transaction.atomic
def _copy_alone(values: list[list]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.cursor.copy(COPY) as copy:
            for line in _staged(values):
                copy.write_row(line)


@transaction.atomic
def _import_barely(path: Path, contract: Contract) -> int:
    source = Source.objects.create(contract=contract, kind=Source.SYSTEM, name="limit")
    _copy_alone(_read(path))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bench_stage")
        cursor.execute(INSERT, {
            "contract": contract.pk, "centre": contract.centre_id, "source": source.pk,
            "first_day": contract.first_day, "last_day": contract.last_day,
        })  # fmt: skip
        return cursor.rowcount
