from django.apps import AppConfig


class TendersConfig(AppConfig):
    name = "jiazong.commission.tenders"
    label = "tenders"
