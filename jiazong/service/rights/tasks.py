"""The machine's round: every quarter of an hour what was granted, and once a day's change what is over."""
from django.utils import timezone
from procrastinate.contrib.django import app

from jiazong.ground.access.context import acting_as_system
from jiazong.service.rights import actions

PURPOSE = "rights.work"


@app.periodic(cron="*/15 * * * *")
@app.task(name="rights.work", queueing_lock="rights.work", pass_context=False)
def work(timestamp: int) -> dict[str, int]:
    """One round; gives how much of each was done."""
    with acting_as_system(PURPOSE):
        return actions.work(timezone.localdate())
