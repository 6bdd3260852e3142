from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "jiazong.ground.workdays"
    label = "workdays"
