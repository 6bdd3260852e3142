from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "jiazong.front.operation"
    label = "operation"
