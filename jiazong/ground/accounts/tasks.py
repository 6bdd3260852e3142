"""What is over is forgotten: ended sessions after two days, empty buckets after an hour."""
from procrastinate.contrib.django import app

from jiazong.ground.accounts import throttle
from jiazong.ground.accounts.sessions import SessionStore


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.forget", queueing_lock="accounts.forget", pass_context=False)
def forget(timestamp: int) -> int:
    """Drop sessions and buckets that are long over; answers how many buckets."""
    SessionStore.clear_expired()
    return throttle.forget_old()
