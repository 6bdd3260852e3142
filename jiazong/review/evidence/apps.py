from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "jiazong.review.evidence"
    label = "evidence"
