from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jiazong.people.places"
    label = "places"
