from tests.permissions.conftest import _built, plain_static, world

__all__ = ["_built", "plain_static", "world"]
