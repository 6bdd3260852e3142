"""Every address of added tasks."""
from django.urls import path

from jiazong.review.grievances import views

app_name = "grievances"
urlpatterns = [
    path("", views.tasks, name="list"),
    path("new", views.new, name="new"),
    path("sums", views.sums, name="sums"),
    path("<uuid:pk>/", views.task, name="task"),
    path("<uuid:pk>/answer", views.answer, name="answer"),
    path("<uuid:pk>/refer", views.refer, name="refer"),
    path("<uuid:pk>/end", views.end, name="end"),
    path("<uuid:pk>/referred", views.referred, name="referred"),
]
