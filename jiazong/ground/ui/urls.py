"""The addresses of the kit itself."""
from django.urls import path

from jiazong.ground.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/preferences", views.preferences, name="preferences"),
    path("ui/kit", views.kit, name="kit"),
]
