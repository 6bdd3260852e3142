from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "jiazong.ground.idempotency"
    label = "idempotency"
