from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "jiazong.people.consent"
    label = "consent"
