"""The command line `jiazong`: one group a thing, each command a few lines around the house's own actions."""
import sys

import click

from jiazong.run import told
from jiazong.run.cli import (
    accounts,
    backup,
    catalogue,
    contracts,
    demo,
    doctor,
    evidence,
    keys,
    ledger,
    people,
    permissions,
    records,
    regions,
    serving,
    status,
    tender,
    workdays,
)
from jiazong.run.cli.ground import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="jiazong", prog_name="jiazong")
def main() -> None:
    """家综 Jiazong：社工服务站记一次，工时、指标、评估证据都从这一次里来。"""
    told.read_files()


main.add_command(serving.up)
main.add_command(serving.down)
main.add_command(contracts.contract)
main.add_command(records.import_group)
main.add_command(evidence.evidence)
main.add_command(keys.keys)
main.add_command(ledger.ledger)
main.add_command(people.people)
main.add_command(permissions.permissions)
main.add_command(workdays.workdays)
main.add_command(regions.regions)
main.add_command(catalogue.catalogue)
main.add_command(demo.demo)
main.add_command(doctor.doctor)
main.add_command(accounts.account)
main.add_command(backup.backup)
main.add_command(backup.restore)
main.add_command(serving.manage)
main.add_command(status.status)
main.add_command(tender.tender)

if __name__ == "__main__":
    sys.exit(main())
