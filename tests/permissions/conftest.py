from importlib import import_module

import pytest
from django.conf import settings as product
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from tests.permissions import world as making

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(autouse=True)
def plain_static(settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": PLAIN}


@pytest.fixture
def world(db):
    """The two sides, built anew for each test; what a request changes is taken back after it."""
    return making.build()


@pytest.fixture
def sessions(world):
    """Person → the key of a live session."""
    store = import_module(product.SESSION_ENGINE).SessionStore
    keys = {}
    for person in world.people:
        session = store()
        session[SESSION_KEY] = str(person.account.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.account.get_session_auth_hash()
        session.create()
        keys[person] = session.session_key
    return keys
