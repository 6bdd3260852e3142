"""The addresses of cases."""
from django.urls import path

from jiazong.service.cases.views import access, approving, assessing, cases, intake, planning

app_name = "cases"
urlpatterns = [
    path("", cases.cases, name="list"),
    path("all", cases.overview, name="overview"),
    path("all/<uuid:pk>", cases.head, name="head"),
    path("all/<uuid:pk>/ask", access.ask, name="ask"),
    path("all/<uuid:pk>/emergency", access.glass, name="glass"),
    path("all/<uuid:pk>/emergency/open", access.glass_confirm, name="glass_confirm"),
    path("approvals", approving.approvals, name="approvals"),
    path("approvals/<slug:kind>/<uuid:pk>", approving.approve, name="approve"),
    path("<uuid:pk>", cases.case, name="case"),
    path("<uuid:pk>/intake", intake.intake, name="intake"),
    path("<uuid:pk>/intake/edit", intake.intake_edit, name="intake_edit"),
    path("<uuid:pk>/intake/decide", intake.decide_intake, name="decide_intake"),
    path("<uuid:pk>/assess", assessing.assess, name="assess"),
    path("<uuid:pk>/assessments/<uuid:which>", assessing.assessment, name="assessment"),
    path("<uuid:pk>/plan", planning.plan, name="plan"),
    path("<uuid:pk>/plan/edit", planning.plan_edit, name="plan_edit"),
    path("<uuid:pk>/plan/hand-in", planning.hand_in, name="hand_in"),
    path("<uuid:pk>/plan/steps/<uuid:step>", planning.step_done, name="step_done"),
    path("<uuid:pk>/evaluate", planning.evaluate, name="evaluate"),
]
