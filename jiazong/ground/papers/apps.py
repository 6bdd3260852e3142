from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "jiazong.ground.papers"
    label = "papers"
