"""Every address of the ledger of hours; a contract's own pages come after the fixed words, so that none hides another."""
from django.urls import path

from jiazong.ledger.hours.views import indicator, log, mine, months, posting, progress

app_name = "hours"
urlpatterns = [
    path("", progress.home, name="progress_home"),
    path("log", log.log, name="log"),
    path("mine", mine.mine, name="mine"),
    path("months", months.home, name="months_home"),
    path("postings/<int:number>", posting.posting, name="posting"),
    path("postings/<int:number>/proof.json", posting.proof, name="posting_proof"),
    path("postings/<int:number>/correct", posting.correct, name="correct"),
    path("<str:code>/progress", progress.progress, name="progress"),
    path("<str:code>/indicators/<str:indicator>", indicator.indicator, name="indicator"),
    path("<str:code>/indicators/<str:indicator>/export.xlsx", indicator.export, name="indicator_export"),
    path("<str:code>/months", months.months, name="months"),
    path("<str:code>/months/<str:month>/close", months.close, name="close"),
]
