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


if __name__ == "__main__":
    main()
