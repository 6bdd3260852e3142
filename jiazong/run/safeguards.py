"""What the doctor looks at so that nobody sees or changes what they may not: roles, policies, keys, clock, doors, backups."""
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from jiazong.front.operation import queries, rules
from jiazong.front.operation.models import Backup, Trial
from jiazong.ground.access import settling, tables
from jiazong.ground.access.context import APP, SYSTEM
from jiazong.ground.transparency import keys as evidence_keys
from jiazong.ground.transparency import queries as log
from jiazong.run import home
from jiazong.run.examination import WARNING, Finding, looked
from jiazong.run.told import backup_folder

_ROLES = "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = ANY(%s)"
_OWNED = "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = ANY(%s)"
_PROTECTED = """
SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""
_ZONE = "Asia/Shanghai"


def of_the_operation() -> Iterator[Finding]:
    """Every safeguard, one look each."""
    looks = [
        ("roles", "数据库角色", roles), ("protection", "行级保护", protection), ("superuser", "数据库登录", login),
        ("evidence_key", "证据日志的钥匙", evidence_key), ("evidence_log", "证据日志", evidence_log),
        ("clock", "时钟", clock), ("timezone", "时区", time_zone), ("disk", "磁盘", disk), ("backup", "备份", backup),
        ("trial", "试恢复", trial), ("second_factor", "第二道验证", second_factor), ("doors", "网址与加密", doors), ("static", "静态文件", static),
    ]  # fmt: skip
    for name, label, look in looks:
        yield looked(name, label, look)


def roles() -> Finding:
    """The two roles that act are there, and neither is above the policies or owns a table."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLES, [[APP, SYSTEM]])
        found = {name: is_super or bypasses for name, is_super, bypasses in cursor.fetchall()}
        cursor.execute(_OWNED, [[APP, SYSTEM]])
        owned = cursor.fetchone()[0]
    missing = sorted({APP, SYSTEM} - found.keys())
    if missing:
        return Finding.bad(f"缺少角色 {'、'.join(missing)}", "请运行 jiazong up，或按提示请数据库管理员建角色")
    if any(found.values()) or owned:
        return Finding.bad("做事的角色越过了行级保护，或拥有表", f"请数据库管理员收回 {APP}、{SYSTEM} 的 SUPERUSER、BYPASSRLS 和拥有的表")
    return Finding.good(f"{APP}、{SYSTEM} 都在，都受行级保护，都不拥有表")


def protection() -> Finding:
    """Every table of restricted data is protected by force, and the privileges are those of the reviewed list."""
    with connection.cursor() as cursor:
        cursor.execute(_PROTECTED)
        found = dict(cursor.fetchall())
    declared = tables.lines()
    unknown = sorted(name for name in found if name not in declared)
    open_tables = sorted(name for name, line in declared.items() if line.protection == "rls" and found.get(name) is False)
    if unknown or open_tables:
        return Finding.bad(f"没有受保护的表：{'、'.join([*open_tables, *unknown][:5])}", "请联系技术人员：表要么受保护，要么在 tables.csv 里说明")
    if not settling.is_settled():
        return Finding("", "", WARNING, "数据库里的权限与程序的权限表不一致", todo="请运行 jiazong up（在运行就先 jiazong down）")
    guarded = sum(1 for line in declared.values() if line.protection == "rls")
    return Finding.good(f"{len(found)} 张表都有说明，其中 {guarded} 张强制行级保护")


def login() -> Finding:
    """The product does not sign in to the database as a superuser, before whom no policy holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, rolsuper FROM pg_roles WHERE rolname = session_user")
        name, is_super = cursor.fetchone()
    if is_super:
        return Finding("", "", WARNING, f"用超级用户 {name} 登录数据库", todo="请为家综建一个普通角色，写进 JIAZONG_DATABASE_URL")
    return Finding.good(f"用 {name} 登录，不是超级用户")


def evidence_key() -> Finding:
    """The key that signs the evidence log is readable by its owner alone."""
    path = evidence_keys.file()
    if not path.exists():
        return Finding.good("还没有，第一次签检查点时生成", where=str(path))
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding.bad("别的用户读得到签名用的钥匙", f"请运行 chmod 600 {path}", where=str(path))
    return Finding.good("在，只有本人可读", where=str(path))


def evidence_log() -> Finding:
    """What is written is sealed soon."""
    found, newest = log.waiting(), log.latest_checkpoint()
    state = _limits()["evidence_seconds"].state(found.seconds if found.leaves else 0)
    said = f"已封存 {newest.size if newest else 0:,} 条，{found.leaves:,} 条在等"
    return Finding("", "", state, said, todo="请看后台进程在不在（jiazong status），再运行 jiazong ledger verify")


def clock() -> Finding:
    """This machine and the database agree what time it is."""
    skew = abs(queries.database().skew_seconds)
    return Finding("", "", _limits()["clock_seconds"].state(skew), f"与数据库相差 {skew:.1f} 秒", todo="请让两台机器从同一处对时（NTP）")


def time_zone() -> Finding:
    """Days are days of Asia/Shanghai everywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE %s)::date", [_ZONE])
        day = cursor.fetchone()[0]
    if settings.TIME_ZONE != _ZONE or abs(day - timezone.localdate()) > timedelta(days=1):
        return Finding.bad("程序或数据库不认北京时间", "请联系技术人员：时区数据（tzdata）可能缺失")
    return Finding.good("一天按北京时间算")


def disk() -> Finding:
    """There is room for what comes."""
    limit, rooms = _limits()["disk_free_gb"], queries.measured(settings.JIAZONG_WATCHED_FOLDERS)
    known = {name: room["free"] / 2**30 for name, room in rooms.items() if room}
    said = "，".join(f"{settings.JIAZONG_WATCHED_FOLDERS[name]} 剩余 {free:.1f} GB" for name, free in known.items())
    state = rules.worst([limit.state(free) for free in known.values()])
    return Finding("", "", state, said, where=str(home.folder()), todo="请清理磁盘，或把备份放到另一块盘（JIAZONG_BACKUP_FOLDER）")


def backup() -> Finding:
    """A good backup was made not long ago."""
    kept = Backup.objects.filter(is_good=True).order_by("-made_at").first()
    hours = (timezone.now() - kept.made_at) / timedelta(hours=1) if kept else None
    state = _limits()["backup_hours"].state(hours)
    # A fresh installation has nothing to lose yet; the status page goes on telling.
    said = f"{kept.file}，{hours:.0f} 小时前" if kept else "还没有备份"
    return Finding("", "", state if kept else WARNING, said, where=str(backup_folder()), todo="请运行 jiazong backup")


def trial() -> Finding:
    """A backup was restored not long ago to see whether it is one."""
    last = Trial.objects.filter(is_good=True).first()
    days = (timezone.now() - last.noted_at) / timedelta(days=1) if last else None
    said = f"{last.file}，{days:.0f} 天前恢复过，核对都通过" if last else "还没有试着恢复过备份"
    return Finding("", "", _limits()["trial_days"].state(days) if last else WARNING, said, todo="请运行 jiazong restore --check")


def second_factor() -> Finding:
    """Whoever sees much shows two things at the door."""
    if settings.JIAZONG_SECOND_FACTOR != "required":
        todo = "只适合演示；正式使用请删去数据文件夹里的 second-factor，或不设 JIAZONG_SECOND_FACTOR"
        return Finding("", "", WARNING, "不要求第二道验证", todo=todo)
    return Finding.good(f"{len(settings.JIAZONG_SECOND_FACTOR_ROLES)} 个角色必须有第二道验证")


def doors() -> Finding:
    """The product answers to its own names alone, and over TLS where others than this machine come in."""
    names = [name.strip() for name in settings.ALLOWED_HOSTS]
    if "*" in names:
        return Finding.bad("什么域名都答应", "请把 JIAZONG_HOSTS 写成自己的域名")
    is_local = all(name in ("localhost", "127.0.0.1", "[::1]") for name in names)
    if not settings.BEHIND_TLS and not is_local:
        return Finding("", "", WARNING, f"{'、'.join(names)} 没有加密", todo="请在前面放做 TLS 的反向代理，并设 JIAZONG_TLS=1")
    return Finding.good("只在本机" if is_local else f"{'、'.join(names)}，走 TLS")


def static() -> Finding:
    """The style and script files of this version are gathered."""
    made = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not made.exists():
        return Finding("", "", WARNING, "还没有收集", where=str(made.parent), todo="请运行 jiazong up")
    return Finding.good("已收集", where=str(made.parent))


def _limits() -> dict[str, rules.Limit]:
    return rules.read_limits(settings.JIAZONG_STATUS_LIMITS, settings.JIAZONG_USUAL_LIMITS)


