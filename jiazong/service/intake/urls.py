"""The addresses of the front desk."""
from django.urls import path

from jiazong.service.intake.views import allotting, appointments, consultations, desk, papers, review, triage

app_name = "intake"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("queue", desk.queue, name="queue"),
    path("arrive", desk.arrive, name="arrive"),
    path("arrivals/<uuid:pk>/attend", desk.serve, name="serve"),
    path("arrivals/<uuid:pk>/gone", desk.send_off, name="send_off"),
    path("arrivals/<uuid:pk>", triage.triage, name="triage"),
    path("arrivals/<uuid:pk>/person", triage.recognise, name="known"),
    path("appointments", appointments.appointments, name="appointments"),
    path("appointments/<uuid:pk>/cancel", appointments.cancel, name="cancel"),
    path("appointments/<uuid:pk>/missed", appointments.miss, name="miss"),
    path("appointments/<uuid:pk>/come", appointments.turn_up, name="turn_up"),
    path("consultations", consultations.consultations, name="consultations"),
    path("consultations/<uuid:pk>", consultations.consultation, name="consultation"),
    path("consultations/<uuid:pk>/print/<slug:shape>", papers.consultation_print, name="consultation_print"),
    path("review", review.reviews, name="reviews"),
    path("review/<str:centre>/<slug:month>", review.review, name="review"),
    path("allocation", allotting.waiting, name="waiting"),
    path("allocation/<uuid:pk>", allotting.allocate, name="allocate"),
    path("allocation/<uuid:pk>/conflict", allotting.conflict, name="conflict"),
    path("allocation/handover", allotting.leavers, name="leavers"),
    path("allocation/handover/<int:pk>", allotting.handover, name="handover"),
]
