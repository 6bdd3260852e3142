"""What must stand before the product serves: tables up to date, static files gathered."""
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

LOCK = "SELECT pg_advisory_lock(7146, 1)"
UNLOCK = "SELECT pg_advisory_unlock(7146, 1)"


def tables() -> bool:
    """Bring the tables up to date if they are not; one process does it while others wait. Answers whether it had to."""
    if not _pending():
        return False
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        try:
            if not _pending():
                return False
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
            return True
        finally:
            cursor.execute(UNLOCK)


def _pending() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_files() -> None:
    """Gather the hashed static files into the home; unchanged ones are left alone."""
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
