from django.apps import AppConfig


class GrievancesConfig(AppConfig):
    name = "jiazong.review.grievances"
    label = "grievances"
