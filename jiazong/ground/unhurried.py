"""Notes nobody waits for: a click seen, a slow page counted. On a slow disk a person must not wait for them to be kept."""
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def kept_later() -> Iterator[None]:
    """A transaction that is answered before the disk has it: lost with the power, never half, and never holding up a page.

    Within another transaction it is kept with that one.
    """
    is_alone = not connection.in_atomic_block
    with transaction.atomic(savepoint=False):
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('synchronous_commit', 'off', true)")
        yield
