"""What must stand before the product serves: tables up to date, static files gathered."""
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from jiazong.ground.access import settling
from jiazong.run import settings_from_home
from jiazong.run.states import only_new_ones_drawn

LOCK = "SELECT pg_advisory_lock(7146, 1)"
UNLOCK = "SELECT pg_advisory_unlock(7146, 1)"


def tables() -> bool:
    """Bring the tables up to date if they are not; one process does it while others wait. Answers whether it had to."""
    if _stands():
        return False
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        try:
            if not _pending() and settling.is_settled():
                return False
            with only_new_ones_drawn():
                call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
            settling.settle()
            return True
        finally:
            cursor.execute(UNLOCK)


@contextmanager
def as_owner() -> Iterator[None]:
    """Be the owner of the tables for a while: to change them, never to read what is in them."""
    names = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    held, owner = {name: connection.settings_dict[name] for name in names}, settings_from_home.owner_database()
    connection.close()
    connection.settings_dict.update({name: owner[name] for name in names})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(held)


def _stands() -> bool:
    """Whether everything is there; before the first time not even the role is that we come as."""
    try:
        return not _pending() and settling.is_settled()
    except (OperationalError, ProgrammingError):
        return False


def _pending() -> bool:
    # Every command asks: where the name of each migration is recorded, none of them need be read.
    if _names_of_migrations() <= set(MigrationRecorder(connection).applied_migrations()):
        return False
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _names_of_migrations() -> set[tuple[str, str]]:
    """App and name of every migration there is."""
    found = set()
    for app in apps.get_app_configs():
        folder = MigrationLoader.migrations_module(app.label)[0]
        place = find_spec(folder) if folder else None
        names = iter_modules(place.submodule_search_locations) if place else ()
        found |= {(app.label, name) for _finder, name, is_package in names if not is_package and name[0] not in "_~"}
    return found


def static_files() -> None:
    """Gather the hashed static files into the home; unchanged ones are left alone."""
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
