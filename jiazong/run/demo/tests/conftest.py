from datetime import date

import pytest
from django.db import transaction

from jiazong.run.demo import loading

TODAY = date(2026, 5, 14)


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker):
    """The small demonstration as of a fixed day, loaded once for all tests of a file and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield loading.load("small", today=TODAY)
        transaction.set_rollback(True)
