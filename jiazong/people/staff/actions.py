from datetime import date, timedelta

from django.db import transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Centre
from jiazong.people.staff import rules
from jiazong.people.staff.models import Certificate, Post, PostKind, Worker


@transaction.atomic
def engage_worker(
    centre: Centre, *, name: str, kind: PostKind, by: Account | None, on: date, account: Account | None = None
) -> Worker:
    """Take somebody on at a centre in a post from a day on."""
    worker = Worker.objects.create(
        centre=centre, name=name.strip(), sort_key=rules.sort_key(name), joined_on=on, account=account
    )
    Post.objects.create(worker=worker, kind=kind, first_day=on)
    chronicle.record("staff.engaged", worker, by=by, post=kind.code, on=on.isoformat())
    return worker


@transaction.atomic
def change_post(worker: Worker, *, kind: PostKind, by: Account | None, on: date) -> Post:
    """Give a worker another post from a day on; the post before ends the day before."""
    worker.posts.filter(first_day__gte=on).delete()
    worker.posts.filter(last_day__isnull=True).update(last_day=on - timedelta(days=1))
    post = Post.objects.create(worker=worker, kind=kind, first_day=on)
    chronicle.record("staff.post_changed", worker, by=by, post=kind.code, on=on.isoformat())
    return post


@transaction.atomic
def add_certificate(
    worker: Worker, *, kind: str, number: str, by: Account | None, issued_on: date | None = None, valid_to: date | None = None
) -> Certificate:
    """Write down a certificate a worker holds; the same certificate twice is one."""
    certificate, is_new = Certificate.objects.update_or_create(
        worker=worker, kind=kind, number=number, defaults={"issued_on": issued_on, "valid_to": valid_to}
    )
    if is_new:
        chronicle.record("staff.certified", worker, by=by, kind=kind)
    return certificate


@transaction.atomic
def dismiss_worker(worker: Worker, *, by: Account | None, on: date) -> Worker:
    """Record a worker's last day; the person's account loses this centre from the next day on."""
    worker.left_on = on
    worker.save(update_fields=["left_on"])
    worker.posts.filter(last_day__isnull=True, first_day__lte=on).update(last_day=on)
    if worker.account_id:
        held = worker.account.memberships.filter(scope_kind="centre", scope_code=worker.centre_id, last_day__isnull=True)
        held.filter(first_day__gt=on).delete()
        held.update(last_day=on)
    chronicle.record("staff.left", worker, by=by, on=on.isoformat())
    return worker
