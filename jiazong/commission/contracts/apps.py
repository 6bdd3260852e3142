from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "jiazong.commission.contracts"
    label = "contracts"
