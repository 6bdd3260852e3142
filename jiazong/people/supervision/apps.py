from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "jiazong.people.supervision"
    label = "supervision"
