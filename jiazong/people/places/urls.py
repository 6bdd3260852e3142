"""The addresses of centres."""
from django.urls import path

from jiazong.people.places import views

app_name = "places"
urlpatterns = [
    path("", views.centres, name="centres"),
    path("<str:code>", views.centre, name="centre"),
    path("<str:code>/edit", views.centre_edit, name="centre_edit"),
    path("<str:code>/rooms", views.rooms_edit, name="rooms_edit"),
    path("<str:code>/opening", views.opening_edit, name="opening_edit"),
]
