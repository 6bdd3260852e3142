from django.apps import AppConfig


class ChronicleConfig(AppConfig):
    name = "jiazong.ground.chronicle"
    label = "chronicle"
