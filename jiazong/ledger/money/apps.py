from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "jiazong.ledger.money"
    label = "money"
