"""Pages asked for all day long let the database keep the plans of their statements, the policies in them included.

A kept plan holds no row and no reach: the functions of schema `app` run anew with each statement, and the database makes the
plan again whenever a table, a policy or the role has changed. Only views marked with `keeps_plans` send their values apart
from the statement; everywhere else Django writes them into it.
"""
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.http import HttpResponse

# The plan is kept from the second time on that a line to the database hears the same statement.
HEARD_BEFORE = 1


def keeps_plans(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that is asked for so often that planning its statements costs as much as running them."""
    view.keeps_plans = True
    return view


@contextmanager
def kept_plans() -> Iterator[None]:
    """Send values apart from the statement on this line to the database, so that it keeps the plans."""
    connection.ensure_connection()
    line = connection.connection
    before = line.cursor_factory, line.prepare_threshold, connection.features.uses_server_side_binding
    line.cursor_factory, line.prepare_threshold, connection.features.uses_server_side_binding = ServerBindingCursor, HEARD_BEFORE, True
    try:
        yield
    finally:
        line.cursor_factory, line.prepare_threshold, connection.features.uses_server_side_binding = before
