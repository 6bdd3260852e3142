from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jiazong.ground.accounts"
    label = "accounts"
