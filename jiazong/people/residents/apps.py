from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "jiazong.people.residents"
    label = "residents"
