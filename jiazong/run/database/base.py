import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """A line whose health is seen without asking: a server that ended it has said so, and that lies there to be read."""

    def is_usable(self) -> bool:
        """Whether the line still stands; where anything has come in unasked, the server is asked, as Django always does."""
        return self.connection is not None and (_is_quiet(self.connection) or super().is_usable())


def _is_quiet(line: Any) -> bool:
    if line.closed or line.pgconn.status != ConnStatus.OK:
        return False
    wire = select.poll()
    wire.register(line.pgconn.socket, select.POLLIN)
    return not wire.poll(0)
