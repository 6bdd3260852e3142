"""Either layer taken away, whole or in one piece, so that the other one (or the suite) can be seen to hold."""
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.permissions import contracts_within
from jiazong.ground.access import queries, table, tables
from jiazong.ground.access.rules import Reach
from jiazong.ledger.books.models import Book
from jiazong.ledger.books.permissions import books_within
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.permissions import postings_within
from jiazong.people.places.models import Centre
from jiazong.people.places.permissions import centre_condition, centres_within, covers
from jiazong.people.staff.models import Worker
from jiazong.people.staff.permissions import workers_within
from jiazong.review.evidence.permissions import packable_within
from tests.taking_back import taken_back

EVERYWHERE = Reach(everywhere=True)
# Each predicate of the first layer and what stands in its place when it is taken away: all there is.
PREDICATES: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "centre_condition": (centre_condition, lambda reach, path="": Q()),
    "centres_within": (centres_within, lambda reach: Centre.objects.order_by("code")),
    "contracts_within": (contracts_within, lambda reach: Contract.objects.select_related("centre", "agency", "purchaser").order_by("-first_day", "code")),
    "covers": (covers, lambda reach, centre: True),
    "books_within": (books_within, lambda reach: Book.objects.select_related("contract__centre", "uploaded_by", "posted_by").order_by("-uploaded_at", "pk")),
    "postings_within": (postings_within, lambda reach, account: Posting.objects.all()),
    "workers_within": (workers_within, lambda reach: Worker.objects.order_by("sort_key", "pk")),
    "packable_within": (packable_within, lambda reach: Contract.objects.select_related("centre", "agency", "purchaser").order_by("-first_day", "code")),
}  # fmt: skip


def without_application(patch: pytest.MonkeyPatch) -> None:
    """Every guard lets everybody in, and every predicate is fulfilled by everything."""
    patch.setattr(queries, "reach", lambda held, word: EVERYWHERE)


def without_guard(patch: pytest.MonkeyPatch, name: str) -> None:
    """One address lets in everybody who has signed in, and cuts nothing from what it shows."""
    usual, opened = queries.reach, table.word_of_screen()[name]
    patch.setattr(queries, "reach", lambda held, word: EVERYWHERE if word == opened else usual(held, word))


def without_predicate(patch: pytest.MonkeyPatch, name: str) -> None:
    """One predicate is fulfilled by everything, wherever it was imported."""
    usual, instead = PREDICATES[name]
    for module in [one for key, one in sys.modules.items() if key.startswith("jiazong.")]:
        for word in [word for word, value in vars(module).items() if value is usual]:
            patch.setattr(module, word, instead)


@contextmanager
def as_owner() -> Iterator[Any]:
    """Change tables for the length of a test; its end takes everything back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        yield cursor
        cursor.execute("SET LOCAL ROLE jiazong_system")


def without_database() -> None:
    """No table is protected any more, until the transaction is rolled back."""
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
        views = {name for (name,) in cursor.fetchall()}  # a view has no policy of its own
        for name, line in tables.lines().items():
            if line.protection == "rls" and name not in views:
                cursor.execute(f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY')


@contextmanager
def mutated(statement: str) -> Iterator[None]:
    """One statement of the owner holds inside and is taken back at the end."""
    with taken_back():
        with as_owner() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)
        yield
