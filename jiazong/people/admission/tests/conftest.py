"""Administrators are tried as everybody who signs in: with a master key, and passwords hashed quickly."""
from jiazong.ground.accounts.tests.conftest import quick_hashes, sealed  # noqa: F401 - fixtures
