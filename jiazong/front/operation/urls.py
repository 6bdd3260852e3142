from django.urls import path

from jiazong.front.operation import views

app_name = "operation"
urlpatterns = [
    path("", views.status, name="status"),
    path("jobs/<int:job>/retry", views.retry, name="retry"),
    path("jobs/<int:job>/cancel", views.cancel, name="cancel"),
]
