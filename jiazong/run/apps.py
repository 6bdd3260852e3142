from django.apps import AppConfig


class RunConfig(AppConfig):
    name = "jiazong.run"
    label = "run"
