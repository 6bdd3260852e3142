"""The addresses of crisis and mandatory report."""
from django.urls import path

from jiazong.service.crisis.views import papers, reports, steps

app_name = "crisis"
urlpatterns = [
    path("", reports.reports, name="list"),
    path("new", reports.new, name="new"),
    path("<uuid:pk>", reports.report, name="report"),
    path("<uuid:pk>/print/<slug:shape>", papers.print_report, name="print"),
    path("<uuid:pk>/tell", steps.tell, name="tell"),
    path("<uuid:pk>/told/<uuid:telling>/reply", steps.reply, name="reply"),
    path("<uuid:pk>/end", steps.end, name="end"),
    path("<uuid:pk>/decide", steps.decide, name="decide"),
]
