"""What the doctor looks at, each with what to do where it is not good; nothing is changed."""
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from django.core.checks import ERROR, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext

from jiazong.run import cluster, home, postgres, serving

GOOD, WARNING, BAD = "ok", "warning", "bad"
LEAST_FREE_BYTES, SCARCE_FREE_BYTES = 500 * 2**20, 2 * 2**30
# The worker tells every few seconds that it lives; so much silence means that it does not.
SILENT_WORKER = timedelta(seconds=45)
NEXT_YEAR_IS_DUE = 12
MASTER_KEY = {
    "MasterKeyMissing": "找不到，封存的内容打不开，请用两张恢复纸运行 jiazong keys recover",
    "MasterKeyExposed": "文件别人也读得到，请运行 chmod 600",
    "MasterKeyUnreadable": "文件里不是主密钥，请用两张恢复纸运行 jiazong keys recover",
    "DoesNotOpen": "有一把钥匙被改动过，请从备份恢复",
}
PRODUCT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its name for programs and for people, how it is, where, and what to do where it is not good."""

    name: str
    label: str
    state: str
    what: str
    where: str = ""
    todo: str = ""

    @classmethod
    def good(cls, what: str, where: str = "") -> "Finding":
        """A look that found what it should; its name comes with the list of looks."""
        return cls("", "", GOOD, what, where)

    @classmethod
    def bad(cls, what: str, todo: str, where: str = "") -> "Finding":
        """A look that found what must be mended."""
        return cls("", "", BAD, what, where, todo)

    @property
    def text(self) -> str:
        """The finding in one line for a person."""
        return f"{self.what}，{self.todo}" if self.todo and self.state != GOOD else self.what


def of_the_machine() -> Iterator[Finding]:
    """What can be seen before the database runs."""
    for name, label, look in (("python", "Python", _python), ("home", "数据文件夹", _home), ("words", "界面文字", _catalogues)):
        yield looked(name, label, look)
    yield from _clusters_without_a_home()


def of_the_product() -> Iterator[Finding]:
    """What can be seen once the database runs; a look that fails is a finding itself."""
    yield looked("database", "数据库", _database)
    tables = looked("tables", "数据表", _tables)
    yield tables
    yield looked("fonts", "中文字体", _fonts)
    if tables.state == GOOD:
        yield looked("workdays", "工作日历", _calendar)
        yield looked("ledger", "台账", _ledger)
        yield looked("worker", "后台任务", _worker)
        yield looked("master_key", "主密钥", _master_key)
        yield looked("sealed_words", "封存的意见与缘由", _sealed_words)
    yield looked("web", "网页", _web)
    yield looked("screens", "页面权限", _screens)


def looked(name: str, label: str, look: Callable[[], Finding]) -> Finding:
    """A look under its name; one that fails is a finding itself, told by the class of the error."""
    try:
        return replace(look(), name=name, label=label)
    except Exception as fault:  # whatever it is, the person is to see it beside the other findings
        return Finding(name, label, BAD, f"没有查成（{type(fault).__name__}）", todo="请把这一行交给技术人员")


def _python() -> Finding:
    return Finding("", "", GOOD, f"{platform.python_version()}，{platform.system()} {platform.machine()}")


def _home() -> Finding:
    folder = home.folder()
    free = shutil.disk_usage(folder).free
    text = f"{folder}，剩余 {free / 2**30:.1f} GB"
    if free < LEAST_FREE_BYTES:
        return Finding("", "", BAD, f"{text}，快满了", todo="请清理磁盘")
    if free < SCARCE_FREE_BYTES:
        return Finding("", "", WARNING, f"{text}，不多了", todo="请准备清理磁盘")
    return Finding("", "", GOOD, text)


def _catalogues() -> Finding:
    """Sentences are read from compiled files; after new sources have come they must be made again."""
    behind = [po for po in PRODUCT.glob("**/locale/*/LC_MESSAGES/django.po") if _is_behind(po.with_suffix(".mo"), po)]
    if behind:
        return Finding("", "", WARNING, f"{len(behind)} 个词条文件没有编好", todo="请运行 script/setup")
    return Finding("", "", GOOD, "词条都已编好")


def _is_behind(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _clusters_without_a_home() -> Iterator[Finding]:
    """Root's databases that lie apart from their homes, of homes that have gone: nobody would ever find them again."""
    try:
        areas = sorted(cluster.CLUSTERS.iterdir())
        lost = [area for area in areas if not _belongs(area)]
    except OSError:
        return  # there are none, or they are root's and not ours to see
    if lost:
        shown = "、".join(map(str, lost[:3])) + ("等" if len(lost) > 3 else "")
        said = f"{len(lost)} 个数据库的数据文件夹已经不在（{shown}）"
        yield Finding("orphans", "无主的数据库", WARNING, said, str(cluster.CLUSTERS), "确认不要了可以删除")


def _belongs(area: Path) -> bool:
    told = area / "home.txt"
    if not told.exists():
        return False
    note = cluster.read_note(Path(told.read_text().rstrip("\n")))
    return note is not None and note.area == str(area)


def _database() -> Finding:
    found = postgres.status()
    kind = "自带" if found.embedded else "外部（JIAZONG_DATABASE_URL）"
    return Finding("", "", GOOD, f"PostgreSQL {found.version}，{kind}，{(found.size_bytes or 0) / 2**20:,.0f} MB")


def _tables() -> Finding:
    executor = MigrationExecutor(connection)
    loader = executor.loader
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    unknown = [key for key in loader.applied_migrations if key not in loader.disk_migrations and key[0] in loader.migrated_apps]
    if unknown:
        return Finding("", "", BAD, f"比程序新（程序不认识其中 {len(unknown)} 步）", todo="请换成更新这个数据库的那一版程序")
    if plan:
        return Finding("", "", WARNING, f"还差 {len(plan)} 步没有更新", todo="请运行 jiazong up（在运行就先 jiazong down），然后再查一次")
    return Finding("", "", GOOD, f"已是最新（{len(loader.applied_migrations)} 步）")


def _fonts() -> Finding:
    from jiazong.ground.papers import fonts

    try:
        found = fonts.find_fonts()
    except fonts.NoChineseFont as fault:
        return Finding("", "", WARNING, gettext(fault.msgid).rstrip("。"))
    chinese = [name for name in found.body.names if name not in fonts.LATIN]
    return Finding("", "", GOOD, "、".join(chinese[:2]))


def _calendar() -> Finding:
    from jiazong.ground.workdays import queries

    years, today = queries.years_with_notice(), timezone.localdate()
    for year in [today.year] if today.month < NEXT_YEAR_IS_DUE else [today.year, today.year + 1]:
        if year not in years:
            return Finding("", "", WARNING, f"{year} 年的放假通知还没有载入", todo="请运行 jiazong workdays load 文件")
    return Finding("", "", GOOD, f"放假通知已到 {max(years)} 年")


def _ledger() -> Finding:
    from jiazong.commission.contracts.models import Contract
    from jiazong.ledger.hours import queries
    from jiazong.ledger.hours.queries import words

    contracts = list(Contract.objects.order_by("pk"))
    wrong = [contract.pk for contract in contracts if not queries.roll_up_agrees(contract)]
    if wrong:
        return Finding("", "", BAD, f"合同 {'、'.join(wrong)} 的月度汇总与逐条记录不一致", todo="请联系技术人员")
    if gone := words.notes_gone():
        return Finding("", "", BAD, f"有 {gone} 笔的备注不见了", todo="请从备份恢复，并查是谁删的")
    return Finding("", "", GOOD, f"{len(contracts)} 份合同的月度汇总都等于逐条记录之和" if contracts else "还没有合同")


def _sealed_words() -> Finding:
    from jiazong.ground.custody import proving

    if changed := proving.changed_words():
        named = "、".join(changed[:3])
        return Finding.bad(f"有 {len(changed)} 处与当时写的不是一样的字（{named}）", "请从备份恢复，并查是谁改的")
    return Finding.good("与证据日志里的标记都对得上")


def _master_key() -> Finding:
    from jiazong.ground.custody import keeping
    from jiazong.ground.privacy import troubles

    try:
        has_paper, text = keeping.health()
    except (troubles.MasterKeyMissing, troubles.MasterKeyExposed, troubles.MasterKeyUnreadable, troubles.DoesNotOpen) as fault:
        return Finding("", "", BAD, f"{MASTER_KEY[type(fault).__name__]}（{fault}）")
    if not has_paper:
        return Finding("", "", WARNING, f"{text}；还没有印恢复纸", todo="请运行 jiazong keys shares 文件夹，丢了主密钥谁也打不开封存的内容")
    return Finding("", "", GOOD, f"{text}，恢复纸已印")


def _web() -> Finding:
    place = serving.running()
    if place is None:
        return Finding("", "", GOOD, "没有在运行，要用请 jiazong up")
    if not serving.answers(place):
        return Finding("", "", BAD, f"{place.address} 在运行而没有回答", todo=f"请 jiazong down 再 jiazong up，还不行看 {serving.log_file()}")
    return Finding("", "", GOOD, f"在 {place.address} 运行")


def _worker() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) > now() - %s FROM procrastinate_workers", [SILENT_WORKER])
        is_alive = bool(cursor.fetchone()[0])
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status IN ('todo', 'doing')), count(*) FILTER (WHERE status = 'failed')"
            " FROM procrastinate_jobs"
        )
        waiting, failed = cursor.fetchone()
    text = f"{waiting} 项在等"
    if serving.running() and not is_alive:
        return Finding("", "", BAD, f"没有在工作，{text}", todo=f"请 jiazong down 再 jiazong up，还不行看 {serving.log_file()}")
    if failed:
        return Finding("", "", WARNING, f"{text}，有 {failed} 项没有做成，原因在 {serving.log_file()}", todo="请交给技术人员")
    return Finding("", "", GOOD, f"{'在工作，' if is_alive else ''}{text}")


def _screens() -> Finding:
    faults = [fault for fault in run_checks() if fault.level >= ERROR]
    if faults:
        return Finding("", "", BAD, "；".join(str(fault.msg) for fault in faults[:3]) + "", todo="请联系技术人员")
    return Finding("", "", GOOD, "每个页面都在权限表里")
