from datetime import date

from django.db.models import Q, QuerySet

from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import Post, Worker


def worker_of(account: Account, centre_codes: frozenset[str] | set[str]) -> Worker | None:
    """The worker a signed-in person is at one of these centres, if the person works there."""
    return Worker.objects.filter(account=account, centre_id__in=centre_codes).select_related("centre").order_by("pk").first()


def workers_of(centre: Centre, *, on: date) -> QuerySet[Worker]:
    """Those who work at a centre on a day, by pinyin."""
    return centre.workers.filter(Q(left_on__isnull=True) | Q(left_on__gte=on)).order_by("sort_key", "pk")


def posts_on(workers: QuerySet[Worker], *, on: date) -> dict[int, Post]:
    """Worker → the post held on a day."""
    held = Post.objects.filter(worker__in=workers, first_day__lte=on).filter(Q(last_day__isnull=True) | Q(last_day__gte=on))
    return {post.worker_id: post for post in held.select_related("kind")}
