"""One run of all measurements, from an empty database to the table."""
import json
import os
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.run import demo, prepare
from jiazong.run.bench import figures, importing, pages, reporting, served
from jiazong.run.bench.figures import PART, Figure
from jiazong.run.bench.watch import take

GROUPS = {
    "demo": "演示数据",
    importing.GROUP: "导入台账（.xlsx）",
    reporting.GROUP: "各中心进度",
    pages.LIST: "数字背后的记录，一页 50 行",
    pages.SAVE: "记一笔",
}


@dataclass(frozen=True)
class Size:
    """How much is measured: rows of the workbook, the demonstration, rounds, seconds each server is asked."""

    rows: int
    scale: str
    rounds: int
    repeats: int
    seconds: int


QUICK = Size(rows=10_000, scale="small", rounds=1, repeats=5, seconds=3)
FULL = Size(rows=100_000, scale="city", rounds=3, repeats=7, seconds=15)


class AlreadyMeasured(RuntimeError):
    """The database already holds a run; measure in an empty one."""


def run(size: Size, *, folder: Path, target: Path | None) -> None:
    """Measure everything once, print the table, and write the document where one is asked for."""
    began = time.monotonic()
    prepare.tables()
    if Contract.objects.filter(code__startswith="bench").exists():
        raise AlreadyMeasured("measure in an empty database")
    found = []
    for figure in _all(size, folder):
        found.append(figure)
        told = f"{figure.label.strip()}：{figures.shown(figure.value)} {figure.unit}"
        print(f"· {time.monotonic() - began:5.0f} 秒  {told}", flush=True)
    about = {**machine(), "size": size.scale, "rows": size.rows, "seconds": round(time.monotonic() - began, 1)}
    print()
    print(figures.table(found, GROUPS))
    print()
    print(f"{about['cores']} 核，{about['memory_gb']} GB，{about['database']}，Python {about['python']}；全程 {about['seconds']} 秒。")
    print("「占极限」是产品达到同一次量测里极限的几成；负载是当时一分钟的平均负载，核数以上即有别的程序在争。")
    if not reporting.has_duckdb():
        print("没有安装 DuckDB，不量它。")
    if target:
        target.write_text(json.dumps(figures.document(found, **about), ensure_ascii=False, indent=1), encoding="utf-8")


def _all(size: Size, folder: Path) -> Iterator[Figure]:
    taken, loaded = take(lambda: demo.load(size.scale, today=timezone.localdate()))
    if loaded.is_new:
        label = f"载入 {loaded.centres} 个中心、{loaded.postings:,} 条记录"
        yield Figure("demo", PART, "demo_load", label, taken.seconds, "秒", False, taken.load, taken.note)
    yield from reporting.measure(folder, size.repeats)
    yield from importing.measure(size.rows, folder, size.rounds)
    with served.serve() as server:
        yield from pages.measure_list(server, loaded, seconds=size.seconds, folder=folder)
        yield from pages.measure_save(server, loaded, seconds=size.seconds, folder=folder)


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "cores": os.cpu_count(), "memory_gb": round(memory), "database": f"PostgreSQL {version.split()[0]}",
        "python": platform.python_version(), "load_at_start": os.getloadavg()[0],
    }  # fmt: skip
