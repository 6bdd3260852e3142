from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "jiazong.ground.sheets"
    label = "sheets"
