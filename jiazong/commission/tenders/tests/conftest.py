import pytest


@pytest.fixture(autouse=True)
def plain_static(settings):
    """Static files by their own names: the hashed ones are gathered when the product is set up, not here."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
