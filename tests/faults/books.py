"""Ledgers that are imported while everything around them is killed, and whether each was posted once."""
import contextlib
import subprocess
from collections.abc import Iterator

from tests.faults.scene import CARETAKER, Scene

ROWS = 40
HAND_IN = """
from jiazong.commission.contracts.models import Contract
from jiazong.ledger.books import actions, tasks
from jiazong.people.staff.models import Worker
from datetime import date, timedelta
from django.db import transaction
contract = Contract.objects.get()
for number in range({ledgers}):
    lines = ["服务日期,服务类别,服务名称,负责社工,直接服务时数,间接服务时数,人次"]
    for row in range({rows}):
        day = date(2025, 2, 1) + timedelta(days=(number * 7 + row) % 300)
        lines.append(f"{{day}},探访,台账 {{number}} 第 {{row}} 行,林小禾,0.1,0,1")
    content = "\\n".join(lines).encode()
    with transaction.atomic():
        book = actions.hand_in(contract, name=f"台账{{number}}.csv", content=content, by=None)
        tasks.read.defer(book_id=str(book.pk))
    print(book.pk)
"""


def hand_in(scene: Scene, ledgers: int) -> list[str]:
    """Hand in so many ledgers; they are read and posted by jobs."""
    return scene.installation.python(HAND_IN.format(ledgers=ledgers, rows=ROWS)).split()


@contextlib.contextmanager
def take_care(scene: Scene, *, seconds: float) -> Iterator[subprocess.Popen]:
    """Somebody confirms each ledger once it is read; in the end everything is waited for."""
    account = scene.rows("SELECT id FROM accounts_account WHERE login = 'faults-director'")[0][0]
    code = CARETAKER.format(seconds=seconds, patience=45, account=account)
    caring = scene.installation.begin("manage", "shell", "-v", "0", "-c", code)
    try:
        yield caring
        out, said = caring.communicate(timeout=seconds + 60)
        assert "LEFT 0" in out, f"not every ledger came to its end: {out}{said}"
    finally:
        caring.kill()
        caring.wait()


def posted_once(scene: Scene, books: list[str]) -> list[str]:
    """Ledgers whose lines do not stand in the ledger exactly once."""
    question = """SELECT b.id::text, b.state, count(p.id), count(DISTINCT b.source_id) FROM books_book b
      LEFT JOIN hours_posting p ON p.source_id = b.source_id WHERE b.id::text = ANY(%s) GROUP BY b.id"""
    return [f"ledger {one[0]}: {one[1:]}" for one in scene.rows(question, books) if one[1:] != ("posted", ROWS, 1)]
