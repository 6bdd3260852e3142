"""The kit alone: its own middleware, its own addresses, no database."""
from pathlib import Path

import pytest
from django.db import connection
from django.template import engines

from jiazong.ground.ui import catalogues

HERE = Path(__file__).parent


@pytest.fixture(scope="session", autouse=True)
def built_catalogues():
    catalogues.build()


@pytest.fixture(autouse=True)
def kit_alone(settings, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", False)
    settings.ROOT_URLCONF = "jiazong.ground.ui.tests.addresses"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MIDDLEWARE = [
        "jiazong.ground.ui.headers.HeadersMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "jiazong.ground.ui.preferences.PreferencesMiddleware",
        "django.middleware.common.CommonMiddleware",
        "jiazong.ground.ui.origins.OwnOriginMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "jiazong.ground.ui.tests.visitors.VisitorMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [HERE / "templates", *settings.TEMPLATES[0]["DIRS"]]}]
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    settings.LOGIN_URL = "/sign-in"
    settings.LOGIN_REDIRECT_URL = "home"
    settings.JIAZONG_MAY_OPEN = ""
    settings.JIAZONG_FRAME_FACTS = ""
    settings.JIAZONG_RAIL = [
        ("home", "Today", "home", True),
        ("hours", "My hours", "clock", True),
        ("notes", "Contracts", "case", True),
        ("elsewhere:not-built", "Staff", "group", False),
    ]
    settings.JIAZONG_RAIL_ACTION = ("notes", "Log a contact", "plus")
    settings.JIAZONG_RAIL_SEARCH = ("notes", "Find a person: name, initials, end of the phone number", "search")
    settings.JIAZONG_RAIL_CORNER = []


@pytest.fixture
def jinja():
    """The environment of the product, to render a line of template with."""
    return engines["jinja2"].env
