from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "jiazong.ground.attachments"
    label = "attachments"
