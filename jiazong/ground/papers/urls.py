"""The addresses of papers: checking one, an agency's own templates, what was printed."""
from django.urls import path

from jiazong.ground.papers import views

app_name = "papers"
urlpatterns = [
    path("check", views.check, name="check"),
    path("printed", views.prints, name="prints"),
    path("templates", views.templates, name="templates"),
    path("templates/<slug:form>", views.template, name="template"),
    path("templates/<slug:form>/built-in", views.built_in, name="built_in"),
    path("templates/kept/<uuid:pk>", views.kept, name="kept"),
    path("templates/kept/<uuid:pk>/withdraw", views.withdraw, name="withdraw"),
]
