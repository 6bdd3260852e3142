"""`jiazong backup` and `jiazong restore`: the whole database into a sealed file, and back."""
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from jiazong.run.cli.ground import FILE, answer, house, progress, say

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--to", "place", type=FOLDER, default=None, help="放在哪个文件夹，默认数据文件夹里的 backups（JIAZONG_BACKUP_FOLDER）。")
@click.option("--keep", type=click.IntRange(1), default=None, help="留最近几份，默认 14（JIAZONG_BACKUP_KEEP）。")
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def backup(place: Path | None, keep: int | None, as_json: bool) -> None:
    """备份整个数据库：边写边加密，写完从盘上读回核对，合格了才有正式的名字。"""
    with house():
        from jiazong.run.backup import duty

        with progress("备份") as advance:
            made = duty.back_up(place, keep=keep, on_progress=advance)
    if as_json:
        answer(_document(made))
        return
    rows = sum(made.manifest["tables"].values())
    say(f"已备份到 {made.path}：{made.size_bytes / 2**20:,.1f} MB，{rows:,} 行，用了 {made.seconds:.1f} 秒，已读回核对。")
    if made.removed:
        say(f"按份数删去了最旧的 {len(made.removed)} 份。")
    say("请每周至少一次 jiazong restore --check，真的恢复一遍试试。")


def _document(made: Any) -> dict[str, Any]:
    return {
        "file": str(made.path), "bytes": made.size_bytes, "seconds": round(made.seconds, 3), "made": made.manifest["made"],
        "tables": len(made.manifest["tables"]), "rows": sum(made.manifest["tables"].values()),
        "evidence": made.manifest["evidence"], "removed": [path.name for path in made.removed],
        "load": os.getloadavg()[0],
    }  # fmt: skip


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--check", "only_check", is_flag=True, help="只试：恢复到旁边的临时库里查一遍再删掉，不动正在用的数据库。")
@click.option("--replace", "may_replace", is_flag=True, help="正在用的数据库里有数据也照样换下（旧的改名留着）。")
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def restore(file: Path | None, only_check: bool, may_replace: bool, as_json: bool) -> None:
    """从备份恢复；不写文件就用最新的一份。有一处核对不过，就不换数据库，退出码不为零。"""
    kept = ""
    with house(migrate=not only_check):
        from jiazong.run.backup import duty

        with progress("恢复") as advance:
            if only_check:
                report = duty.try_out(file, on_progress=advance)
            else:
                report, kept = duty.restore(file, may_replace=may_replace, on_progress=advance)
    if as_json:
        answer(_restored(report, kept))
    else:
        _tell(report, kept, only_check=only_check)
    sys.exit(0 if report.is_good else 1)


def _restored(report: Any, kept: str) -> dict[str, Any]:
    return {
        "file": str(report.path), "good": report.is_good, "made": report.manifest["made"],
        "restore_seconds": round(report.restore_seconds, 3), "seconds": round(report.seconds, 3),
        "looks": [asdict(look) for look in report.looks], "kept": kept or None,
        "load": os.getloadavg()[0],
    }  # fmt: skip


def _tell(report: Any, kept: str, *, only_check: bool) -> None:
    for look in report.looks:
        click.echo(f"{'○ 好' if look.ok else '● 有问题'}  {look.what}")
    if not report.is_good:
        say(f"{report.path.name} 没有通过核对，请不要依赖它，换一份再试；正在用的数据库没有动。")
    elif only_check:
        say(f"{report.path.name} 恢复得出来，核对都通过，用了 {report.seconds:.1f} 秒；临时库已删。")
    else:
        say(f"已恢复成 {report.path.name} 的样子，用了 {report.seconds:.1f} 秒；原来的数据库改名为 {kept}，确认无误后再删。")
