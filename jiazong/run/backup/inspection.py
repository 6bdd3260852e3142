"""What is looked at in a restored database: is everything there, does it agree, can it be read with the present keys?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import psycopg

from jiazong.run import postgres
from jiazong.run.backup import stock
from jiazong.run.backup.source import Source
from jiazong.run.settings_from_home import RESOLVED
from jiazong.run.told import FILES

_LONGEST_SECONDS = 6 * 60 * 60
# What would lead the looking process to another database than the restored one.
_ELSEWHERE = {postgres.ENVIRONMENT, FILES[postgres.ENVIRONMENT]}

@dataclass(frozen=True)
class Look:
    """One look into a restored database: its name, whether all was as it should be, and what was seen."""

    name: str
    ok: bool
    what: str


def look_through(source: Source, database: str, manifest: dict[str, Any]) -> Iterator[Look]:
    """Every look into a database that was just restored, against what the backup says of itself."""
    with source.connect(database=database) as line:
        yield _rows(line, manifest)
        yield _rules(line, manifest)
    yield from _by_the_product(source, database, manifest)


def _rows(line: psycopg.Connection, manifest: dict[str, Any]) -> Look:
    found, told = stock.take(line)["tables"], manifest["tables"]
    differing = sorted(name for name in found.keys() | told.keys() if found.get(name) != told.get(name))
    rows = sum(found.values())
    if differing:
        shown = "、".join(f"{name}（应有 {told.get(name)}，实有 {found.get(name)}）" for name in differing[:5])
        return Look("rows", False, f"{len(differing)} 张表的行数与备份清单不同：{shown}")
    return Look("rows", True, f"{len(found)} 张表 {rows:,} 行，与备份清单一致")


def _rules(line: psycopg.Connection, manifest: dict[str, Any]) -> Look:
    found, told = stock.shape(line), manifest["shape"]
    differing = sorted(name for name in told if found.get(name) != told[name])
    if differing:
        shown = "、".join(f"{name} 应有 {told[name]}，实有 {found.get(name)}" for name in differing)
        return Look("rules", False, f"约束或保护与备份时不同：{shown}")
    return Look("rules", True, f"{found['foreign_keys']} 个外键都成立，{found['policies']} 条行级策略、{found['triggers']} 个触发器都在")


def _by_the_product(source: Source, database: str, manifest: dict[str, Any]) -> Iterator[Look]:
    """The looks that need the product's own reading, by a process of its own that knows no other database."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    environment = kept | {RESOLVED: source.address(database), "DJANGO_SETTINGS_MODULE": "jiazong.settings"}
    words = [sys.executable, "-m", "jiazong.run.backup.looking"]
    done = subprocess.run(
        words, input=json.dumps(manifest), env=environment, capture_output=True, text=True, check=False, timeout=_LONGEST_SECONDS, cwd="/"
    )  # fmt: skip
    try:
        yield from (Look(**one) for one in json.loads(done.stdout))
    except ValueError:
        last = (done.stderr.strip().splitlines() or [f"退出码 {done.returncode}"])[-1]
        yield Look("product", False, f"程序没有看成：{last}")


def told(looks: list[Look]) -> str:
    """The looks as the process hands them back."""
    return json.dumps([asdict(look) for look in looks], ensure_ascii=False)


def looked(name: str, look: Callable[[], Look]) -> Look:
    """A look; one that fails is a look that is not good."""
    try:
        return look()
    except Exception as fault:  # whatever it is, the person is to see it beside the other looks
        return Look(name, False, f"没有查成（{type(fault).__name__}）")
