"""What is too old to be asked for again is forgotten every night."""
from django.conf import settings
from procrastinate.contrib.django import app

from jiazong.ground.idempotency import actions


@app.periodic(cron="20 3 * * *")
@app.task(name="idempotency.forget_old", queueing_lock="idempotency.forget_old", pass_context=False)
def forget_old(timestamp: int) -> None:
    """Forget keys older than JIAZONG_KEYS_KEPT_DAYS."""
    actions.forget_old(days=settings.JIAZONG_KEYS_KEPT_DAYS)
