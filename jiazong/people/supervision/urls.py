"""The addresses of the restricted register."""
from django.urls import path

from jiazong.people.supervision.views import checks, months, notes, opening, pairs, papers, reads, sittings

app_name = "supervision"
urlpatterns = [
    path("", notes.notes, name="list"),
    path("new", notes.new, name="new"),
    path("notes/<uuid:pk>", notes.note, name="note"),
    path("notes/<uuid:pk>/print/<slug:shape>", papers.note_print, name="note_print"),
    path("notes/<uuid:pk>/edit", notes.edit, name="edit"),
    path("pairs", pairs.pairs, name="pairs"),
    path("pairs/new", pairs.new, name="pair_new"),
    path("pairs/<uuid:pk>/renew", pairs.renew, name="pair_renew"),
    path("pairs/<uuid:pk>/end", pairs.end, name="pair_end"),
    path("checks", checks.checks, name="checks"),
    path("checks/new", checks.new, name="check_new"),
    path("checks/<uuid:pk>", checks.check, name="check"),
    path("staff/<int:pk>/print/<slug:shape>", papers.staff_print, name="staff_print"),
    path("month", months.month, name="month"),
    path("month/plan", months.plan, name="plan"),
    path("month/plan/<uuid:pk>/remove", months.plan_remove, name="plan_remove"),
    path("month/report", months.report, name="report"),
    path("sessions/new/<slug:form>", sittings.session_new, name="session_new"),
    path("sessions/<uuid:pk>", sittings.session, name="session"),
    path("sessions/<uuid:pk>/print/<slug:shape>", papers.session_print, name="session_print"),
    path("sessions/<uuid:pk>/edit", sittings.session_edit, name="session_edit"),
    path("sessions/<uuid:pk>/follow-up", sittings.follow_up_new, name="follow_up_new"),
    path("follow-ups", sittings.follow_ups, name="follow_ups"),
    path("follow-ups/<uuid:pk>/done", sittings.follow_up_done, name="follow_up_done"),
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
