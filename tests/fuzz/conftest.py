from tests.permissions.conftest import plain_static, world

__all__ = ["plain_static", "world"]
