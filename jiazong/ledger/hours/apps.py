from django.apps import AppConfig


class HoursConfig(AppConfig):
    name = "jiazong.ledger.hours"
    label = "hours"
