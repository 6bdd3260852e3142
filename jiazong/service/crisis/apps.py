from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "jiazong.service.crisis"
    label = "crisis"
