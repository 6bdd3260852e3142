from importlib import import_module
from time import monotonic

import pytest
from django.conf import settings as product
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.db.models.functions import Now
from django.test import Client

from jiazong.ground.accounts.models import Session
from jiazong.ground.accounts.sessions import SEEN_EVERY
from tests.permissions import world as making

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(autouse=True)
def plain_static(settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN}


@pytest.fixture(scope="package")
def _built(django_db_setup, django_db_blocker):
    """Built once for the tests of this folder, in a transaction around them that is taken back with the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield making.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_built, db):
    """The two sides; what a test changes in their rows is taken back after it, what a request changes after the request."""
    return _built


class Sessions(dict):
    """Person → the key of a live session; `client` has put itself together once for all their visits."""

    def __init__(self):
        super().__init__()
        self.client, self.seen = Client(raise_request_exception=True), monotonic()

    def stay_seen(self):
        """Note now and then that they were seen: else each visit would note it, and take it back."""
        if monotonic() - self.seen > SEEN_EVERY.total_seconds() / 2:
            Session.objects.update(seen_at=Now())
            self.seen = monotonic()


@pytest.fixture
def sessions(world):
    store = import_module(product.SESSION_ENGINE).SessionStore
    keys = Sessions()
    for person in world.people:
        session = store()
        session[SESSION_KEY] = str(person.account.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.account.get_session_auth_hash()
        session.create()
        keys[person] = session.session_key
    return keys
