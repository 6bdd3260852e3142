"""Every address of evidence packs."""
from django.urls import path

from jiazong.review.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.home, name="home"),
    path("<str:code>", views.contract, name="contract"),
    path("<str:code>/download", views.download, name="download"),
]
