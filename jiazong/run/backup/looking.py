"""The looks into a restored database that need the product itself; a process of its own, as Django knows one database.

    python -m jiazong.run.backup.looking < manifest.json
"""

import json
import sys
from typing import Any

import django

from jiazong.run.backup.inspection import Look, looked, told


def main() -> None:
    """Look through the database of this process and print what was seen."""
    manifest = json.load(sys.stdin)
    django.setup()
    looks = [
        looked("migrations", lambda: migrations(manifest)),
        looked("roll_ups", roll_ups),
        looked("evidence", lambda: evidence(manifest)),
        looked("keys", sealed_keys),
    ]
    print(told(looks))


def migrations(manifest: dict[str, Any]) -> Look:
    """Whether the tables are of a state this program knows; older ones are brought up when the product starts."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    loader = MigrationExecutor(connection).loader
    there = {tuple(one) for one in manifest["migrations"]}
    if there != set(loader.applied_migrations):
        return Look("migrations", False, "数据表的步骤与备份清单不同")
    unknown = [key for key in there if key not in loader.disk_migrations and key[0] in loader.migrated_apps]
    if unknown:
        return Look("migrations", False, f"备份比程序新（不认识其中 {len(unknown)} 步），请用做备份的那一版程序恢复")
    behind = len(set(loader.disk_migrations) - there)
    return Look("migrations", True, f"{len(there)} 步，{f'还差 {behind} 步，启动时会补上' if behind else '与程序一致'}")


def roll_ups() -> Look:
    """Whether the monthly totals of every contract are the sum of its postings."""
    from jiazong.commission.contracts.models import Contract
    from jiazong.ledger.hours import queries

    contracts = list(Contract.objects.order_by("pk"))
    wrong = [contract.pk for contract in contracts if not queries.roll_up_agrees(contract)]
    if wrong:
        return Look("roll_ups", False, f"合同 {'、'.join(wrong)} 的月度汇总与逐条记录不一致")
    return Look("roll_ups", True, f"{len(contracts)} 份合同的月度汇总都等于逐条记录之和")


def evidence(manifest: dict[str, Any]) -> Look:
    """Whether the evidence log proves every row, and is as long as it was and has the root it had."""
    from jiazong.run import evidence_log

    report = evidence_log.examine()
    told = manifest["evidence"]
    # A backup is older than what was signed since; that alone is no fault of the backup.
    faults = [fault for fault in report.faults if fault.what != "older"]
    if faults:
        kinds = "、".join(sorted({fault.what for fault in faults}))
        return Look("evidence", False, f"证据日志查出 {len(faults)} 处问题（{kinds}），请对恢复的库运行 jiazong ledger verify")
    if told and (report.size, bytes(report.root).hex()) != (told["size"], told["root"]):
        return Look("evidence", False, f"证据日志的大小或根与备份清单不同（应有 {told['size']}，实有 {report.size}）")
    return Look("evidence", True, f"证据日志 {report.size:,} 条都对得上，根与备份时一致")


def sealed_keys() -> Look:
    """Whether every key in the database can be unwrapped with the master key that is here."""
    from jiazong.ground.privacy import keyring
    from jiazong.ground.privacy.models import Key
    from jiazong.ground.privacy.troubles import SealingTrouble

    closed, rows = [], Key.objects.exclude(state=Key.DESTROYED)
    for row in rows:
        try:
            keyring.unwrapped_material(row)
        except SealingTrouble as fault:
            closed.append((row.pk, type(fault).__name__))
    if closed:
        return Look("keys", False, f"{len(closed)} 把钥匙打不开（{closed[0][1]}），请找回当时的主密钥：jiazong keys recover")
    return Look("keys", True, f"{len(rows)} 把封存用的钥匙都打得开")


if __name__ == "__main__":
    main()
