import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus, TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """A line whose health is seen without asking: a server that ended it has said so, and that lies there to be read."""

    def is_usable(self) -> bool:
        """Whether the line still stands; where anything has come in unasked, the server is asked, as Django always does."""
        return self.connection is not None and (_is_quiet(self.connection) or super().is_usable())


def _is_quiet(line: Any) -> bool:
    # After a fault the transaction takes no further question: Django wants to hear that too.
    if line.closed or line.pgconn.status != ConnStatus.OK or line.pgconn.transaction_status == TransactionStatus.INERROR:
        return False
    wire = select.poll()
    wire.register(line.pgconn.socket, select.POLLIN)
    return not wire.poll(0)
