"""The addresses of the restricted register."""
from django.urls import path

from jiazong.people.supervision.views import checks, notes, opening, pairs, reads

app_name = "supervision"
urlpatterns = [
    path("", notes.notes, name="list"),
    path("new", notes.new, name="new"),
    path("notes/<uuid:pk>", notes.note, name="note"),
    path("notes/<uuid:pk>/edit", notes.edit, name="edit"),
    path("pairs", pairs.pairs, name="pairs"),
    path("pairs/new", pairs.new, name="pair_new"),
    path("pairs/<uuid:pk>/renew", pairs.renew, name="pair_renew"),
    path("pairs/<uuid:pk>/end", pairs.end, name="pair_end"),
    path("checks", checks.checks, name="checks"),
    path("checks/new", checks.new, name="check_new"),
    path("checks/<uuid:pk>", checks.check, name="check"),
    path("<slug:kind>/<uuid:pk>/ask", opening.ask, name="ask"),
    path("<slug:kind>/<uuid:pk>/emergency", opening.glass, name="glass"),
    path("<slug:kind>/<uuid:pk>/emergency/open", opening.glass_confirm, name="glass_confirm"),
    path("waiting", opening.officer, name="officer"),
    path("requests/<uuid:pk>", opening.decide, name="decide"),
    path("emergencies/<uuid:pk>", opening.review, name="review"),
    path("reads", reads.mine, name="reads_mine"),
    path("reads/all", reads.every, name="reads"),
    path("notices/<uuid:pk>/seen", reads.seen, name="seen"),
]
