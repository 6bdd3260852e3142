from django.apps import AppConfig

from jiazong.ground.ui import checks

__all__ = ["UiConfig", "checks"]


class UiConfig(AppConfig):
    name = "jiazong.ground.ui"
    label = "ui"
