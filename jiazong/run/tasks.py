"""What the installation does for itself every night."""
from procrastinate.contrib.django import app

from jiazong.run import tidying


@app.periodic(cron="20 3 * * *")
@app.task(name="run.tidy", queueing_lock="run.tidy")
def tidy(timestamp: int) -> None:
    """Clear away what is too old to be of use."""
    tidying.tidy()
