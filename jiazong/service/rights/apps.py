from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "jiazong.service.rights"
    label = "rights"
