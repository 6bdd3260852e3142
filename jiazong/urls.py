"""Every floor's addresses; each app lists its own on one page."""
from django.urls import include, path

urlpatterns = [
    path("", include("jiazong.front.desk.urls")),
    path("", include("jiazong.ground.accounts.urls")),
    path("", include("jiazong.run.health")),
    path("ui/", include("jiazong.ground.ui.urls")),
    path("attachments/", include("jiazong.ground.attachments.urls")),
    path("papers/", include("jiazong.ground.papers.urls")),
    path("centres/", include("jiazong.people.places.urls")),
    path("staff/", include("jiazong.people.staff.urls")),
    path("families/", include("jiazong.people.residents.urls")),
    path("accounts/", include("jiazong.people.admission.urls")),
    path("supervision/", include("jiazong.people.supervision.urls")),
    path("consent/", include("jiazong.people.consent.urls")),
    path("cases/", include("jiazong.service.cases.urls")),
    path("contracts/", include("jiazong.commission.contracts.urls")),
    path("catalogue/", include("jiazong.commission.catalogue.urls")),
    path("tenders/", include("jiazong.commission.tenders.urls")),
    path("hours/", include("jiazong.ledger.hours.urls")),
    path("books/", include("jiazong.ledger.books.urls")),
    path("money/", include("jiazong.ledger.money.urls")),
    path("tasks/", include("jiazong.review.grievances.urls")),
    path("crisis/", include("jiazong.service.crisis.urls")),
    path("rights/", include("jiazong.service.rights.urls")),
    path("intake/", include("jiazong.service.intake.urls")),
    path("evidence/", include("jiazong.review.evidence.urls")),
    path(".well-known/evidence/", include("jiazong.front.portal.urls")),
    path("operation/", include("jiazong.front.operation.urls")),
]

handler400 = "jiazong.ground.ui.views.bad_request"
handler404 = "jiazong.ground.ui.views.not_found"
handler500 = "jiazong.ground.ui.views.server_error"
