from django.apps import AppConfig
from django.db.backends.signals import connection_created


class RunConfig(AppConfig):
    name = "jiazong.run"
    label = "run"

    def ready(self) -> None:
        """Every line to the database is looked at before it is asked whether it stands."""
        from jiazong.run.quiet_line import look_at_the_wire

        connection_created.connect(look_at_the_wire, dispatch_uid="quiet_line")
