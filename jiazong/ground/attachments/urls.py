"""The addresses of attachments."""
from django.urls import path

from jiazong.ground.attachments import views

app_name = "attachments"
urlpatterns = [
    path("<uuid:pk>", views.file, name="file"),
    path("<uuid:pk>/remove", views.remove, name="remove"),
]
