from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "jiazong.commission.catalogue"
    label = "catalogue"
