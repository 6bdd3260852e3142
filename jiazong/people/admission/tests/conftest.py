import pytest

from jiazong.ground.privacy import master


@pytest.fixture(autouse=True)
def plain_static(settings):
    """Static files by their own names: the hashed ones are gathered when the product is set up, not here."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def sealed():
    """A master key, so that the secrets of telephones can be sealed."""
    if not master.is_there():
        master.make()


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """Passwords are hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
