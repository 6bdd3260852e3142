"""The addresses of accounts and roles."""
from django.urls import path

from jiazong.people.admission import views

app_name = "admission"
urlpatterns = [
    path("", views.account_list, name="list"),
    path("new", views.new, name="new"),
    path("asks", views.asks, name="asks"),
    path("asks/<int:pk>", views.decide, name="decide"),
    path("roles/<int:pk>/end", views.ask_end, name="ask_end"),
    path("<uuid:pk>", views.account, name="account"),
    path("<uuid:pk>/password", views.reset_password, name="reset_password"),
    path("<uuid:pk>/second-factor", views.reset_factor, name="reset_factor"),
    path("<uuid:pk>/close", views.close, name="close"),
    path("<uuid:pk>/role", views.ask_role, name="ask_role"),
]
