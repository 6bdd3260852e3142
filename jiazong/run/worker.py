"""The background worker: jobs lie in the same database, so they are there exactly when their transaction is."""
import logging
import signal

import django


def main() -> None:
    """Work through jobs until told to stop; the running job is finished first."""
    django.setup()
    from procrastinate.contrib.django import app

    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(concurrency=1, install_signal_handlers=True, shutdown_graceful_timeout=10, listen_notify=True)


if __name__ == "__main__":
    main()
