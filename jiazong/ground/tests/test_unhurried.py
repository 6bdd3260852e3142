"""What nobody waits for is kept later; what was begun with something that matters is kept with it."""
import pytest
from django.db import connection, transaction

from jiazong.ground.unhurried import kept_later

pytestmark = pytest.mark.django_db(transaction=True)


def waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit')")
        return cursor.fetchone()[0] != "off"


@pytest.fixture(autouse=True)
def as_in_earnest():
    """A database for tests may not wait at all; here it does, as in earnest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', 'on', false)")
    yield
    connection.close()


def test_alone_it_is_not_waited_for_and_what_comes_after_is():
    with kept_later():
        assert not waits()
    assert waits()


def test_within_another_transaction_it_is_kept_with_that_one():
    with transaction.atomic():
        with kept_later():
            assert waits()
        assert waits()
