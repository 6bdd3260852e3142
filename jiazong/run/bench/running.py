"""One run of the parts asked for, from an empty database to the table."""
import contextlib
import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.db import connection

from jiazong.commission.contracts.models import Contract
from jiazong.run import prepare
from jiazong.run.bench import casework, figures, goals, importing, mixed, pages, people, reporting, tendering
from jiazong.run.bench.figures import Figure
from jiazong.run.bench.grounds import Grounds, Size

# One line a part: its name, what it is called in the table, what measures it. In this order without names; soak only by name.
PARTS: dict[str, tuple[str, Callable[[Grounds], Iterator[Figure]]]] = {
    "import": ("导入台账（.xlsx）", lambda grounds: importing.measure(grounds.size.rows, grounds.folder, grounds.size.rounds)),
    "list": ("数字背后的记录，一页 50 行", pages.measure_list),
    "save": ("记一笔", pages.measure_save),
    "mixed": ("一边导入一边记", mixed.measure_mixed),
    "report": ("各中心一年，逐项", reporting.measure),
    "people": ("居民：导入、找重复、找人", people.measure),
    "casework": ("个案：清单、一宗、审批", casework.measure),
    "tenders": ("招标：1,000 次，各 10 份投标", tendering.measure),
    "soak": ("半载，长时间", mixed.measure_soak),
}
USUAL = tuple(name for name in PARTS if name != "soak")


class AlreadyMeasured(RuntimeError):
    """The database already holds a run; measure in an empty one."""


def run(size: Size, *, parts: Sequence[str], folder: Path, target: Path | None) -> None:
    """Measure the parts once, print the table and the goals, and write the document where one is asked for."""
    began, before = time.monotonic(), os.getloadavg()
    prepare.tables()
    if Contract.objects.exists():
        raise AlreadyMeasured("measure in an empty database")
    found = []
    with contextlib.ExitStack() as stack:
        grounds = Grounds(size, folder, stack)
        for part in parts:
            for figure in PARTS[part][1](grounds):
                found.append(figure)
                told = f"{figure.label.strip()}：{figures.shown(figure.value)} {figure.unit}"
                print(f"· {time.monotonic() - began:5.0f} 秒  {told}（负载 {figure.load:.1f}）", flush=True)
    about = {**machine(), "rows": size.rows, "lines": size.lines, "seconds": round(time.monotonic() - began, 1)}
    about |= {"load_before": before, "load_after": os.getloadavg()}
    print(f"\n{figures.table(found, {name: title for name, (title, _) in PARTS.items()})}\n\n{goals.told(found)}\n")
    print(f"{about['cores']} 核，{about['memory_gb']} GB，{about['database']}，Python {about['python']}；全程 {about['seconds']} 秒。")
    print(f"机器的负载（1 分钟平均）：开始 {before[0]:.1f}，结束 {about['load_after'][0]:.1f}；核数以上即有别的程序在争，时间就不能当真。")
    print("「占极限」是产品达到同一次量测里极限的几成。")
    if "report" in parts and not reporting.has_duckdb():
        print("没有安装 DuckDB，不量它。")
    if target:
        told = figures.document(found, **about, goals=goals.document(found))
        target.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "cores": os.cpu_count(), "memory_gb": round(memory), "database": f"PostgreSQL {version.split()[0]}",
        "python": platform.python_version(),
    }  # fmt: skip
