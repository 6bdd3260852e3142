from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "jiazong.front.portal"
    label = "portal"
