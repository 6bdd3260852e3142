"""Trying something out on the database and taking it back."""
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is undone, and its savepoint let go: one left open makes every later write pay for all before it."""
    saved = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(saved)
        transaction.savepoint_commit(saved)
