from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "jiazong.service.intake"
    label = "intake"
