"""A rotation that was stopped, killed or begun elsewhere goes on in the background, a piece at a time."""
from itertools import count

from procrastinate.contrib.django import app

from jiazong.ground.custody import rotating

# So many batches at once, so that other jobs are not kept waiting; the rest follows ten minutes later.
BATCHES = 20


@app.periodic(cron="*/10 * * * *")
@app.task(name="custody.carry_on", queueing_lock="custody.carry_on", pass_context=False)
def carry_on(timestamp: int) -> int:
    """Seal anew what keys being replaced still hold; answers how many values."""
    batches = count(1)
    return rotating.carry_on(should_stop=lambda: next(batches) >= BATCHES)
