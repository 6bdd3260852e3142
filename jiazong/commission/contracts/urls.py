"""Every address of contracts; a contract's own page ends with a slash, so that no code can hide `new` or `load`."""
from django.urls import path

from jiazong.commission.contracts import views

app_name = "contracts"
urlpatterns = [
    path("", views.contracts, name="list"),
    path("new", views.new, name="new"),
    path("load", views.load, name="load"),
    path("<str:code>/", views.contract, name="detail"),
    path("<str:code>/edit", views.edit, name="edit"),
]
