import pytest

from jiazong.ground.privacy import master


@pytest.fixture(autouse=True)
def sealed():
    """A master key, so that the secrets of telephones can be sealed."""
    if not master.is_there():
        master.make()


@pytest.fixture(autouse=True)
def quick_hashes(request, settings):
    """Passwords are hashed quickly, but where the hashing itself is what is tested."""
    if "measured" not in request.keywords:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
