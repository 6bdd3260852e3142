from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    name = "jiazong.people.admission"
    label = "admission"
