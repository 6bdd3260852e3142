from django.apps import AppConfig

from jiazong.ground.ui import checks  # noqa: F401  (registers the system check)


class UiConfig(AppConfig):
    name = "jiazong.ground.ui"
    label = "ui"
