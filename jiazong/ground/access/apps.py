from django.apps import AppConfig

from jiazong.ground.access import checks  # noqa: F401  (registers the system check)


class AccessConfig(AppConfig):
    name = "jiazong.ground.access"
    label = "access"
