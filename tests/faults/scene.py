"""An installation with people who record, and what its database says afterwards, counted without the product's help."""
import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from jiazong.run.tests.installation import Installation

FURNISH = """
from datetime import date
from django.conf import settings
from django.test import Client
from django.utils import timezone
from jiazong.commission.contracts.models import Contract
from jiazong.ground.access import actions as access
from jiazong.ground.accounts import actions as accounts
from jiazong.people.staff import actions as staffing
from jiazong.people.staff.models import PostKind
from jiazong.commission.contracts.models import Assignment
contract = Contract.objects.get()
kind = PostKind.objects.get(code="social_worker")
for number in range({people}):
    person = accounts.open_account(f"faults-{{number}}", name=f"记录{{number}}号", password="Walzer-schluessel-{{number}}")
    access.admit(person, role="social_worker", scope_kind="centre", scope_code=contract.centre_id, by=None, on=date(2020, 1, 1))
    worker = staffing.engage_worker(contract.centre, name=person.name, kind=kind, by=None, on=contract.first_day, account=person)
    Assignment.objects.create(contract=contract, worker=worker, is_professional=True)
    client = Client()
    client.force_login(person)
    print("COOKIE", client.cookies[settings.SESSION_COOKIE_NAME].value)
director = accounts.open_account("faults-director", name="看账的主任", password="Walzer-schluessel-director")
access.admit(director, role="centre_director", scope_kind="centre", scope_code=contract.centre_id, by=None, on=date(2020, 1, 1))
print("NAME", settings.SESSION_COOKIE_NAME)
"""
# Confirms every ledger as soon as it is read, and takes up those whose job was given up: a person who looks after it.
CARETAKER = """
import sys, time
from django.db import Error, connection, transaction
from jiazong.ledger.books import actions, tasks
from jiazong.ledger.books.models import Book
until = time.monotonic() + {seconds}
asked = {{}}
while time.monotonic() < until:
    try:
        left = list(Book.objects.defer("content").exclude(state=Book.POSTED))
        if not left:
            break
        for book in left:
            mark = (book.pk, book.state)
            if time.monotonic() - asked.get(mark, -{patience}) < {patience}:
                continue
            asked[mark] = time.monotonic()
            with transaction.atomic():
                if book.state == Book.READ:
                    actions.begin_posting(book)
                if book.state in (Book.READ, Book.POSTING):
                    tasks.post.defer(book_id=str(book.pk), account_id="{account}")
                else:
                    tasks.read.defer(book_id=str(book.pk))
    except Error:
        connection.close()
    time.sleep(0.3)
print("LEFT", len(left))
"""


@dataclass(frozen=True)
class Scene:
    """Where the product answers, with whose cookies, and how its database is asked."""

    installation: Installation
    address: str
    cookie_name: str
    cookies: list[str]

    @contextlib.contextmanager
    def database(self) -> Iterator[psycopg.Connection]:
        """A line into the database that sees every row; waits for a database that is coming back."""
        until = time.monotonic() + 60
        while True:
            try:
                line = psycopg.connect(self.installation.url, autocommit=True, connect_timeout=20)
                break
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        with line:
            line.execute("SELECT set_config('app.purpose', 'tests', false), set_config('role', 'jiazong_system', false)")
            yield line

    def rows(self, question: str, *values: object) -> list[tuple]:
        with self.database() as line:
            return line.execute(question, values).fetchall()


def furnish(installation: Installation, people: int) -> Scene:
    """Start the installation and give it people who record, each with a session of her own."""
    installation.up()
    address = f"http://{installation.note['host']}:{installation.note['port']}/"
    said = [line.split() for line in installation.python(FURNISH.format(people=people)).splitlines()]
    name = next(words[1] for words in said if words[0] == "NAME")
    return Scene(installation, address, name, [words[1] for words in said if words[0] == "COOKIE"])


def titles(scene: Scene) -> dict[str, int]:
    """Every recorded title and how often it stands in the ledger, reversals not counted."""
    return dict(scene.rows("SELECT title, count(*) FROM hours_posting WHERE quantity = 1 GROUP BY title"))


SUMS = """SELECT contract_id, date_trunc('month', day)::date, method_id, sum(quantity)::bigint, sum(direct_minutes)::bigint,
  sum(indirect_minutes)::bigint, sum(person_times)::bigint FROM hours_posting GROUP BY 1, 2, 3"""
TOTALS = "SELECT contract_id, month, method_id, rows, direct_minutes, indirect_minutes, person_times FROM hours_monthtotal"
OF_WORKERS = """SELECT contract_id, method_id, worker_id, date_trunc('month', day)::date, count(*) FILTER (WHERE quantity = 1),
  coalesce(sum(direct_minutes) FILTER (WHERE quantity = 1), 0)::bigint, count(*) FILTER (WHERE quantity = -1) FROM hours_posting GROUP BY 1, 2, 3, 4"""
WORKERS = "SELECT contract_id, method_id, worker_id, month, lines, direct_minutes, back_lines FROM hours_workertotal"
DEEDS = """SELECT p.id::text, count(e.id) FROM hours_posting p JOIN hours_source s ON s.id = p.source_id AND s.kind = 'screen'
  LEFT JOIN chronicle_entry e ON e.verb = 'hours.posted' AND e.subject_id = p.id::text
  WHERE p.quantity = 1 AND p.corrects_id IS NULL GROUP BY p.id HAVING count(e.id) <> 1"""
TWICE = """SELECT source_id, source_sheet, source_row, count(*) FROM hours_posting WHERE quantity = 1 AND source_row IS NOT NULL
  GROUP BY 1, 2, 3 HAVING count(*) > 1"""


def faults_of_the_books(scene: Scene) -> list[str]:
    """What does not add up: roll-ups against postings, the chronicle against the deeds, lines of a book posted twice."""
    wrong = set(scene.rows(SUMS)) ^ set(scene.rows(TOTALS))
    found = [f"monthly total and postings differ: {one}" for one in sorted(wrong) if any(one[3:])]
    of_workers = set(scene.rows(OF_WORKERS)) ^ set(scene.rows(WORKERS))
    found += [f"a worker's month and postings differ: {one}" for one in sorted(of_workers)]
    found += [f"service {number} is told {times} times in the chronicle" for number, times in scene.rows(DEEDS)]
    return found + [f"line {row} of {sheet} stands {times} times" for _source, sheet, row, times in scene.rows(TWICE)]


def evidence_of(scene: Scene) -> dict | None:
    """What `jiazong ledger verify --json` says of the evidence log; None where this product has no such log."""
    done = scene.installation.jiazong("ledger", "verify", "--json")
    return json.loads(done.stdout) if done.stdout.startswith("{") else None
