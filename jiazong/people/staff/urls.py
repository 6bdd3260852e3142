"""The addresses of staff."""
from django.urls import path

from jiazong.people.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.staff, name="list"),
    path("new", views.new, name="new"),
    path("<int:pk>", views.worker, name="worker"),
    path("<int:pk>/edit", views.edit, name="edit"),
    path("<int:pk>/certificate", views.certificate, name="certificate"),
    path("<int:pk>/identity", views.identity, name="identity"),
    path("<int:pk>/uncover/<slug:column>", views.uncover, name="uncover"),
    path("<int:pk>/leave", views.leave, name="leave"),
]
