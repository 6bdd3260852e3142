"""Whether a line to PostgreSQL still stands, seen without asking: a server that ended it has said so, and that lies there to be read.

Django asks the server before every request; that is a journey there and back for nothing while all is well.
"""
import select
from functools import partial
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import ConnStatus, TransactionStatus


def look_at_the_wire(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Let a line that was just made be looked at before it is asked (signal `connection_created`)."""
    connection.is_usable = partial(_is_usable, connection)


def _is_usable(connection: BaseDatabaseWrapper) -> bool:
    """Whether the line still stands; where anything has come in unasked, the server is asked, as Django always does."""
    return connection.connection is not None and (_is_quiet(connection.connection) or type(connection).is_usable(connection))


def _is_quiet(line: Any) -> bool:
    # After a fault the transaction takes no further question: Django wants to hear that too.
    if line.closed or line.pgconn.status != ConnStatus.OK or line.pgconn.transaction_status == TransactionStatus.INERROR:
        return False
    wire = select.poll()
    wire.register(line.pgconn.socket, select.POLLIN)
    return not wire.poll(0)
