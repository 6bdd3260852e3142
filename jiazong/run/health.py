"""Whether the product is alive, and whether it can work; for programs that watch it, without a word about anything else."""
import os
from functools import cache

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, JsonResponse
from django.urls import path

from jiazong.ground.access.guarding import guard

# With less than this the database can hardly finish what it has begun; reading goes on, but no more work should come.
LEAST_FREE_BYTES = 64 * 2**20
_STEPS = "SELECT count(*) FROM django_migrations WHERE app || '.' || name = ANY(%s)"


@guard("public")
@non_atomic_requests
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@guard("public")
@non_atomic_requests
def readyz(request: HttpRequest) -> JsonResponse:
    """The process answers, its database does, the tables are of this version and the disk has room; else 503 and which of these."""
    status = _database() or _disk()
    return JsonResponse({"status": status or "ok"}, status=503 if status else 200)


def _database() -> str:
    """What keeps the database from serving, in a word."""
    steps = _known_steps()
    try:
        with connection.cursor() as cursor:
            cursor.execute(_STEPS, [steps])
            return "" if cursor.fetchone()[0] == len(steps) else "tables"
    except Error:
        return "database"


@cache
def _known_steps() -> list[str]:
    """The migrations this program comes with; they are read once for each process."""
    return [f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations]


def _disk() -> str:
    for folder in settings.JIAZONG_WATCHED_FOLDERS.values():
        try:
            found = os.statvfs(folder)
        except OSError:
            continue  # a folder that is not made yet fills no disk
        if found.f_bavail * found.f_frsize < LEAST_FREE_BYTES:
            return "disk"
    return ""


app_name = "run"
urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
