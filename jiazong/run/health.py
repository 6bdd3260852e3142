"""Whether the product is alive, and whether it can work."""
from django.db import InterfaceError, OperationalError, connection
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, JsonResponse
from django.urls import path

from jiazong.ground.access.guarding import guard


@guard("public")
@non_atomic_requests
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@guard("public")
@non_atomic_requests
def readyz(request: HttpRequest) -> JsonResponse:
    """The process answers and its database does; 503 while the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


app_name = "run"
urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
