from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "jiazong.people.staff"
    label = "staff"
