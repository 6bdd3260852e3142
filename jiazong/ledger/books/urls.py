from django.urls import path

from jiazong.ledger.books import views

app_name = "books"
urlpatterns = [
    path("", views.book_list, name="list"),
    path("new", views.upload, name="upload"),
    path("<uuid:pk>/", views.book, name="book"),
    path("<uuid:pk>/status", views.status, name="status"),
    path("<uuid:pk>/refused.xlsx", views.refused, name="refused"),
    path("<uuid:pk>/confirm", views.confirm, name="confirm"),
    path("<uuid:pk>/cancel", views.cancel, name="cancel"),
]
