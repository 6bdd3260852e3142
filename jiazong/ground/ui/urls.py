"""The addresses of the kit itself."""
from django.urls import path

from jiazong.ground.ui import views

app_name = "ui"
urlpatterns = [
    path("preferences", views.preferences, name="preferences"),
    path("csp-reports", views.csp_reports, name="csp_reports"),
    path("kit", views.kit, name="kit"),
]
