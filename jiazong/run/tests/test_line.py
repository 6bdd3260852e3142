"""The line to the database: while it is quiet nothing is asked, and a line that was ended is noticed before it is used."""
from tempfile import NamedTemporaryFile

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_quiet_line_is_usable_without_a_question():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        before = cursor.cursor.pgresult
    with CaptureQueriesContext(connection) as asked:
        assert connection.is_usable()
    assert before is not None and asked.captured_queries == []
    assert sent_by(connection.connection, connection.is_usable) == 0


def sent_by(line, deed) -> int:
    """Bytes a deed puts on the wire, as the line's own trace tells them."""
    with NamedTemporaryFile() as trace:
        line.pgconn.trace(trace.fileno())
        deed()
        line.pgconn.untrace()
        return trace.seek(0, 2)


def test_a_line_the_server_has_ended_is_not_usable_and_the_next_one_is():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    # The server's own login ends it: that of the tests may not.
    given = {name: value for name, value in connection.get_connection_params().items() if name in ("dbname", "user", "password", "host", "port")}
    with psycopg.connect(**given, autocommit=True) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [number]).fetchone() == (True,)
    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False
    connection.close_if_health_check_failed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (number,)


def test_a_closed_line_and_none_at_all_are_not_usable():
    connection.ensure_connection()
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
    assert not connection.is_usable()


def test_a_line_whose_transaction_has_failed_takes_no_further_question():
    with transaction.atomic():
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert not connection.is_usable()
        transaction.set_rollback(True)
    assert connection.is_usable()
