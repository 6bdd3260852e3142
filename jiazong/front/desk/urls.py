"""The address of the first page."""
from django.urls import path

from jiazong.front.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]
