from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "jiazong.ground.ui"
    label = "ui"
