"""The product dies, fails or hesitates at a named point of a write: all of it is there or nothing, and sent again it counts once.

JIAZONG_TEST_POINTS: every how-manieth statement of a write is a point (the long run takes each one).
"""
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as product
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jiazong.ground import faults
from jiazong.ground.idempotency.models import Key
from jiazong.ledger.books.models import Book
from jiazong.ledger.hours.models import MonthClosing, Posting
from jiazong.ledger.hours.tests import factories as make
from jiazong.people.staff.models import Certificate

pytestmark = pytest.mark.django_db(transaction=True)
EVERY = int(os.environ.get("JIAZONG_TEST_POINTS", "24"))
POINTS = ("commit.before", "commit.after", "answer.before")
WRITTEN = (Posting, Certificate, Book, MonthClosing, Key)
COUNTED = ("chronicle_entry", "transparency_leaf", "procrastinate_jobs")


@pytest.fixture(autouse=True)
def points(settings):
    settings.MIDDLEWARE = [*product.MIDDLEWARE, "jiazong.ground.faults.middleware.FaultPointsMiddleware"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def record(contract, turn: int) -> tuple[str, dict]:
    day = timezone.localdate() - timedelta(days=turn % 150)
    return "/hours/log", {
        "method": "探访", "title": f"第 {turn} 次", "minutes": "", "other_minutes": "1", "person_times": "1", "day": day.isoformat(),
        "start": "", "indirect_minutes": "", "field": "", "note": "",
    }  # fmt: skip


def certify(contract, turn: int) -> tuple[str, dict]:
    worker = contract.assignments.order_by("worker_id")[0].worker
    return f"/staff/{worker.pk}/certificate", {"kind": "社会工作师", "number": f"证 {turn}", "issued_on": "", "valid_until": ""}


def hand_in(contract, turn: int) -> tuple[str, dict]:
    return reverse("books:upload"), {"contract": contract.pk, "file": (f"台账{turn}.csv", f"服务日期,服务类别\n2025-01-0{turn % 9 + 1},探访\n".encode())}


WRITES = {"hours:log": (record, "social_worker"), "staff:certificate": (certify, "centre_director"), "books:upload": (hand_in, "centre_director")}


class Write:
    """One kind of write, sent under a fault, and what the database holds before and after."""

    def __init__(self, name: str) -> None:
        self.form, role = WRITES[name]
        self.contract = make.running_contract()
        self.account = make.worker_on(self.contract, 1).account if role == "social_worker" else make.member(self.contract, role)
        self.turn = 0
        self._once()  # the first of its kind may make more than the next ones, a key for instance
        self.turn = 1
        self.whole = self._once()

    def _once(self) -> tuple[int, ...]:
        """What one good write adds to each table."""
        before = state()
        assert self.send(str(uuid4())) in (302, 303)
        return minus(state(), before)

    def send(self, key: str) -> int:
        client = Client(raise_request_exception=False)
        client.force_login(self.account)
        path, typed = self.form(self.contract, self.turn)
        files = {name: SimpleUploadedFile(*value, content_type="text/csv") for name, value in typed.items() if isinstance(value, tuple)}
        return client.post(path, {**typed, **files, "_once": key}).status_code

    def under(self, plan: str) -> bool:
        """Whether the planned fault came to it; afterwards everything is whole and there once."""
        self.turn += 1
        key, before = str(uuid4()), state()
        happened, status = killed(lambda: self.send(key), plan) if plan.endswith("kill") else failed(lambda: self.send(key), plan)
        left = minus(state(), before)
        assert left in (self.whole, tuple(0 for _ in left)), f"half of a write is left after {plan}: {left}, not {self.whole}"
        if status in (302, 303):
            assert left == self.whole, f"acknowledged and not there after {plan}"
        assert self.send(key) in (302, 303), f"not taken again after {plan}"
        assert minus(state(), before) == self.whole, f"lost or doubled after {plan}"
        return happened


def state() -> tuple[int, ...]:
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in WRITTEN] + [name for name in COUNTED if name in tables_there(cursor)]
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables))
        return cursor.fetchone()


def tables_there(cursor) -> set[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {name for (name,) in cursor.fetchall()}


def minus(after: tuple[int, ...], before: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one - other for one, other in zip(after, before, strict=True))


def failed(send: Callable[[], int], plan: str) -> tuple[bool, int]:
    with faults.planned(plan) as wanted:
        status = send()
    return wanted.happened, status


def killed(send: Callable[[], int], plan: str) -> tuple[bool, int]:
    """The same in a process of its own that dies at the point."""
    connection.close()
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        with faults.planned(plan):
            status = send()
        os._exit(0 if status in (302, 303) else 1)
    _pid, ended = os.waitpid(child, 0)
    return os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL, 302 if ended == 0 else 0


def every_case(write: Write, *, every: int) -> int:
    """All kinds at all points of one write; gives how many faults happened."""
    happened = sum(write.under(f"{point}:1:{kind}") for point in POINTS for kind in faults.KINDS)
    for point in ("sql.before", "sql.after"):
        nth = 1
        while write.under(f"{point}:{nth}:raise"):
            happened += 1 + write.under(f"{point}:{nth}:kill")
            nth += every
    return happened


@pytest.mark.parametrize("name", WRITES)
def test_a_write_that_dies_or_fails_at_any_point_is_whole_or_not_there_and_counts_once(name, capsys):
    happened = every_case(Write(name), every=EVERY)
    with capsys.disabled():
        print(f"\nFault points of {name}: {happened} faults, nothing half, nothing lost, nothing twice.")
    assert happened >= 12


@pytest.mark.long
@pytest.mark.parametrize("name", WRITES)
def test_every_statement_of_every_write_is_a_point(name, capsys):
    happened = every_case(Write(name), every=1)
    with capsys.disabled():
        print(f"\nFault points of {name}: {happened} faults, nothing half, nothing lost, nothing twice.")
    assert happened > 40


def test_without_a_plan_a_point_is_nothing():
    assert faults.fault_point("commit.before") is None


@pytest.mark.parametrize("text", ["commit.after:1:explode", "commit.after", "a:b:kill"])
def test_a_plan_nobody_can_read_is_refused(text):
    with pytest.raises(ValueError):
        faults.plan_of(text)
