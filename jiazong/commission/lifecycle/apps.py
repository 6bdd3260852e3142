from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    name = "jiazong.commission.lifecycle"
    label = "lifecycle"
