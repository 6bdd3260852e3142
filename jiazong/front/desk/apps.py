from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jiazong.front.desk"
    label = "desk"
