"""The addresses of staff."""
from django.urls import path

from jiazong.people.staff.views import absences, qualifications, workers

app_name = "staff"
urlpatterns = [
    path("", workers.staff, name="list"),
    path("new", workers.new, name="new"),
    path("qualifications", qualifications.qualifications, name="qualifications"),
    path("leave", absences.absences, name="absences"),
    path("leave/new", absences.absence_new, name="absence_new"),
    path("leave/<uuid:pk>/withdraw", absences.absence_withdraw, name="absence_withdraw"),
    path("<int:pk>", workers.worker, name="worker"),
    path("<int:pk>/edit", workers.edit, name="edit"),
    path("<int:pk>/certificate", workers.certificate, name="certificate"),
    path("<int:pk>/registration", qualifications.registration, name="registration"),
    path("<int:pk>/course", qualifications.course, name="course"),
    path("<int:pk>/course/<int:course>/remove", qualifications.course_remove, name="course_remove"),
    path("<int:pk>/skills", qualifications.skills, name="skills"),
    path("<int:pk>/identity", workers.identity, name="identity"),
    path("<int:pk>/uncover/<slug:column>", workers.uncover, name="uncover"),
    path("<int:pk>/leave", workers.leave, name="leave"),
]
