"""The addresses of consent."""
from django.urls import path

from jiazong.people.consent.views import people, texts

app_name = "consent"
urlpatterns = [
    path("people/<uuid:pk>", people.person, name="person"),
    path("people/<uuid:pk>/give", people.give, name="give"),
    path("people/<uuid:pk>/basis", people.basis, name="basis"),
    path("people/<uuid:pk>/<slug:purpose>/withdraw", people.withdraw, name="withdraw"),
    path("texts", texts.texts, name="texts"),
    path("texts/new", texts.new, name="text_new"),
]
