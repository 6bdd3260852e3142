from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "jiazong.service.cases"
    label = "cases"
