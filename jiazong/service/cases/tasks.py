"""Every night: the running month's draw is announced, the last one's files are drawn once."""
from django.utils import timezone
from procrastinate.contrib.django import app

from jiazong.ground.access.context import acting_as_system
from jiazong.service.cases.actions import sampling

PURPOSE = "cases.sample"


@app.periodic(cron="40 2 * * *")
@app.task(name="cases.sample", queueing_lock="cases.sample", pass_context=False)
def sample(timestamp: int) -> int:
    """One night; gives how many files were opened to a supervisor."""
    with acting_as_system(PURPOSE):
        return len(sampling.work(timezone.localdate()))
