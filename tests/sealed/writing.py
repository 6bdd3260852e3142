"""Run as a program in a home of its own: writes canaries through screens and actions, then copies the database out.

Takes the canaries as JSON on standard input; leaves `dump.sql` in the home, and prints what a restored copy opens.
"""
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from psycopg import connect
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from jiazong.run import binaries, cluster, cluster_files, home, postgres
from jiazong.run.cli.ground import house

# As talkative as a server can be: should clear text ever come with a statement, it stands in the log.
TALKATIVE = {
    "log_statement": "'all'", "log_min_duration_statement": "0", "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1", "log_error_verbosity": "'verbose'", "wal_compression": "off",
    "full_page_writes": "on",
}  # fmt: skip


def main() -> None:
    """Write, checkpoint, dump, restore without the master key and with it."""
    words = json.load(sys.stdin)
    with house():
        superuser = make_conninfo(**conninfo_to_dict(str(postgres.superuser_url())) | {"dbname": cluster_files.DATABASE})
        with connect(superuser, autocommit=True) as server:
            for name, value in TALKATIVE.items():
                server.execute(f"ALTER SYSTEM SET {name} = {value}")
            server.execute("SELECT pg_reload_conf()")
        worker = write(words)
        with connect(superuser, autocommit=True) as server:
            server.execute("CHECKPOINT")
            server.execute("SELECT pg_switch_wal()")
        dump = home.folder() / "dump.sql"
        programs = binaries.present()[0].folder
        subprocess.run([programs / "pg_dump", "--dbname", superuser, "--file", dump], check=True)
        area = cluster.find(home.folder()).area
        print(json.dumps({"worker": worker, "area": str(area), **_restored(superuser, programs, dump, worker)}))


def write(words: dict[str, str]) -> int:
    """Every sealed column, by the door a person would use where there is one."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from jiazong.ground.access.context import acting_as_system
    from jiazong.ledger.books.tests import books
    from jiazong.ledger.hours import actions as ledger
    from jiazong.ledger.hours.models import Note
    from jiazong.ledger.hours.tests.factories import draft as make_draft
    from jiazong.ledger.hours.tests.factories import make_contract
    from jiazong.people.supervision import actions as supervision
    from jiazong.people.supervision.tests import factories as make

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["testserver"]
    with acting_as_system("tests"):
        qinghe = make.house()
        qinghe.centre.idea = words["control"]
        qinghe.centre.save(update_fields=["idea"])
        pair = make.pair(qinghe)
        said = supervision.Said(
            day=make.days_ago(1), minutes=60, form="individual", themes=words["themes"], agreements=words["agreements"],
            private=words["private"],
        )  # fmt: skip
        note = supervision.write_notes([pair], said, by=qinghe.supervisor)[0]
        _looked_at(note, qinghe, words)
        TOTP.activate(qinghe.director, words["totp"])
        headings, contract = (*books.HEADINGS, "备注"), make_contract()
        good = books.workbook([(*row, words["note"]) for row in books.ROWS], headings=headings)
        bad = books.workbook([("某日", words["refused"], *books.ROWS[0][2:], "")], headings=headings)
        for name, content, verdict in (("台账.xlsx", good, "accepted"), ("再来.xlsx", bad, "refused")):
            book = books.actions.read_book(books.actions.hand_in(contract, name=name, content=content, by=None))
            assert book.counts[verdict] > 0, book.counts
            if verdict == "accepted":
                books.actions.post_book(book, by=None)
        ledger.post(contract, make_draft(contract, note=words["note"]), by=None)
        assert Note.objects.count() > 1
    client = Client()
    client.force_login(qinghe.director)
    typed = {"phone": words["phone"], "id_number": words["id_number"]}
    kept = client.post(reverse("staff:identity", args=[qinghe.worker.pk]), typed)
    assert kept.status_code == 302, kept.content.decode()
    asked = {"reason": "other", "words": words["reason"]}
    seen = client.post(reverse("staff:uncover", args=[qinghe.worker.pk, "phone"]), asked)
    assert words["phone"] in client.get(seen.url).content.decode()
    return qinghe.worker.pk


def _looked_at(note: Any, qinghe: Any, words: dict[str, str]) -> None:
    """The director asks for one look at the note, and reads it in an emergency that is reviewed."""
    from jiazong.ground.access.grants import asking, breaking
    from jiazong.people.supervision.queries import subject_of_note

    asking.ask(subject_of_note(note), by=qinghe.director, words=words["asked"])
    told = {"has_fresh_proof": True, "tell": [qinghe.supervisor, qinghe.officer]}
    glass = breaking.break_glass(subject_of_note(note), by=qinghe.director, code="life", words=words["emergency"], **told)
    breaking.review(glass, by=qinghe.officer, verdict="justified", remark=words["reviewed"])


def _restored(superuser: str, programs: Path, dump: Path, worker: int) -> dict[str, str]:
    """What a copy restored elsewhere tells: without the master key, and with it."""
    copy = make_conninfo(**conninfo_to_dict(superuser) | {"dbname": "copy"})
    with connect(superuser, autocommit=True) as server:
        server.execute("CREATE DATABASE copy")
    subprocess.run([programs / "psql", "--quiet", "--dbname", copy, "--file", dump], check=True, capture_output=True)
    key = home.folder() / "keys" / "master.key"
    return {"without": _asked(copy, home.folder() / "nowhere.key", worker), "with": _asked(copy, key, worker)}


ASK = """
import django; django.setup()
from jiazong.people.staff.models import Worker
from jiazong.ground.access.context import acting_as_system
with acting_as_system("tests"):
    try: print(Worker.objects.get(pk={worker}).phone)
    except Exception as fault: print(type(fault).__name__, "" if "Key" in type(fault).__name__ else fault)
"""


def _asked(database: str, key: Path, worker: int) -> str:
    told = {"JIAZONG_DATABASE_URL": database, "JIAZONG_MASTER_KEY_FILE": str(key), "DJANGO_SETTINGS_MODULE": "jiazong.settings"}
    told["JIAZONG_RESOLVED_DATABASE_URL"] = database
    done = subprocess.run([sys.executable, "-c", ASK.format(worker=worker)], env={**os.environ, **told}, capture_output=True, text=True)
    return done.stdout.strip() or done.stderr[-500:]


if __name__ == "__main__":
    main()
