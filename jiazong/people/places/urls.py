"""The addresses of centres."""
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from jiazong.people.places import views


class CentreCode(StringConverter):
    """A code as contracts write it; anything else in an address is no centre."""

    regex = "[A-Za-z0-9][A-Za-z0-9._-]*"


register_converter(CentreCode, "centre")

app_name = "places"
urlpatterns = [
    path("", views.centres, name="centres"),
    path("<centre:code>", views.centre, name="centre"),
    path("<centre:code>/edit", views.centre_edit, name="centre_edit"),
    path("<centre:code>/rooms", views.rooms_edit, name="rooms_edit"),
    path("<centre:code>/opening", views.opening_edit, name="opening_edit"),
]
