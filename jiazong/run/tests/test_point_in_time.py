"""Debian's PostgreSQL with pgBackRest goes back to the second before a disaster, and the product finds everything there."""

import json
import os
import time
from collections.abc import Iterator

import pytest

from jiazong.run.tests.debian import ARCHIVE_SECONDS, PGBACKREST, PROGRAMS, Debian
from jiazong.run.tests.installation import EXAMPLES, contract_code

pytestmark = [
    pytest.mark.skipif(not (PGBACKREST and PROGRAMS), reason="pgbackrest and Debian's PostgreSQL are not installed"),
    pytest.mark.xdist_group("backup"),
]


@pytest.fixture(scope="module")
def debian() -> Iterator[Debian]:
    made = Debian()
    yield made
    made.close()


def test_a_dropped_table_comes_back_as_it_was_a_second_before(debian: Debian, capsys: pytest.CaptureFixture):
    for words in (
        ("contract", "load", str(EXAMPLES / "first-contract.json")),
        ("import", "records", str(EXAMPLES / "first-ledger.csv"), "--contract", contract_code()),
    ):
        done = debian.jiazong(*words)
        assert done.returncode == 0, done.stderr
    debian.pgbackrest("--type=full", "backup")
    # What is written after the backup comes back from the archived log alone.
    debian.ask("CREATE TABLE after_the_backup AS SELECT 4711 AS number")
    written, postings = debian.ask("SELECT pg_walfile_name(pg_current_wal_lsn())"), debian.ask("SELECT count(*) FROM hours_posting")
    waited = debian.until(lambda: debian.archived() >= written)
    before = debian.ask("SELECT now()::text")
    time.sleep(1.1)
    debian.ask("DROP TABLE hours_posting CASCADE")
    debian.ask("DROP TABLE after_the_backup")
    debian.ask("SELECT pg_switch_wal()")
    began = time.monotonic()
    debian.stop()
    debian.pgbackrest("--delta", "--type=time", f"--target={before}", "--target-action=promote", "restore")
    debian.start()
    debian.until(lambda: debian.ask("SELECT NOT pg_is_in_recovery()"))
    recovered = time.monotonic() - began
    assert debian.ask("SELECT count(*) FROM hours_posting") == postings > 0
    assert debian.ask("SELECT number FROM after_the_backup") == 4711
    found = {one["name"]: one for one in json.loads(debian.jiazong("doctor", "--json").stdout)["checks"]}
    assert (found["ledger"]["state"], found["tables"]["state"], found["master_key"]["ok"]) == ("ok", "ok", True)
    verified = json.loads(debian.jiazong("ledger", "verify", "--json").stdout)
    assert verified["faults"] == []
    with capsys.disabled():
        print(
            f"\npoint in time: archived {waited:.1f} s after the write (archive_timeout {ARCHIVE_SECONDS} s), "
            f"back {recovered:.1f} s after the decision; load {os.getloadavg()[0]:.1f}"
        )


def test_a_repository_that_lost_a_piece_of_the_log_is_found(debian: Debian):
    debian.ask("CREATE TABLE later AS SELECT 1 AS number")
    debian.ask("SELECT pg_switch_wal()")
    debian.until(lambda: debian.ask("SELECT archived_count > 0 FROM pg_stat_archiver"))
    pieces = sorted((debian.area / "repository" / "archive").rglob("0000*-*"))
    assert pieces
    content = bytearray(pieces[0].read_bytes())
    content[len(content) // 2] ^= 1
    pieces[0].write_bytes(content)
    said = debian.pgbackrest("--log-level-console=info", "verify")
    assert "status: error" in said and f"{pieces[0].parent.name}/{pieces[0].name}" in said, said
