"""The addresses of rights."""
from django.urls import path

from jiazong.service.rights.views import files, requests

app_name = "rights"
urlpatterns = [
    path("", requests.requests, name="list"),
    path("<uuid:pk>", requests.one, name="request"),
    path("<uuid:pk>/decide", requests.decide, name="decide"),
    path("<uuid:pk>/finish", requests.finish, name="finish"),
    path("<uuid:pk>/copy", requests.copy, name="copy"),
    path("people/<uuid:person>/new", requests.new, name="new"),
    path("people/<uuid:person>/looks", files.looks, name="looks"),
    path("locked", files.archives, name="archives"),
    path("locked/<uuid:pk>/forget", files.forget, name="forget"),
]
