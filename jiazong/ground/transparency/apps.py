from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "jiazong.ground.transparency"
    label = "transparency"
