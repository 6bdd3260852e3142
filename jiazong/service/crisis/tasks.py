"""The clock of reports: every few minutes those that are late are told of."""
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from jiazong.ground.access.context import acting_as_system
from jiazong.service.crisis import actions

PURPOSE = "crisis.clock"


@app.periodic(cron="*/5 * * * *")
@app.task(name="crisis.clock", queueing_lock="crisis.clock", pass_context=False)
def clock(timestamp: int) -> int:
    """Tell of every report that has just become late; answers how many."""
    with acting_as_system(PURPOSE):
        return actions.warn_of_late(now=datetime.fromtimestamp(timestamp, UTC))
