from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from jiazong.ground.accounts import actions as accounts
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.custody import actions as custody
from jiazong.people.places.models import Centre
from jiazong.people.staff import queries, rules
from jiazong.people.staff.models import Certificate, Post, PostKind, Worker


@transaction.atomic
def engage_worker(
    centre: Centre,
    *,
    name: str,
    kind: PostKind,
    by: Account | None,
    on: date,
    account: Account | None = None,
    request_key: UUID | None = None,
) -> Worker:
    """Take somebody on at a centre in a post from a day on; the same form sent twice takes on one person."""
    if request_key and by:
        # Of two requests at once the second waits here, then finds what the first has done.
        Centre.objects.select_for_update().get(pk=centre.pk)
        if already := queries.worker_engaged_by(by, request_key):
            return already
    worker = Worker.objects.create(
        centre=centre, name=name.strip(), sort_key=rules.sort_key(name), joined_on=on, account=account
    )
    Post.objects.create(worker=worker, kind=kind, first_day=on)
    asked = {"request": str(request_key)} if request_key else {}
    chronicle.record("staff.engaged", worker, by=by, post=kind.code, on=on.isoformat(), **asked)
    return worker


@transaction.atomic
def rename_worker(worker: Worker, *, name: str, by: Account | None) -> Worker:
    """Write a worker's name another way; the same name changes nothing."""
    if worker.name == name.strip():
        return worker
    worker.name, worker.sort_key = name.strip(), rules.sort_key(name)
    worker.save(update_fields=["name", "sort_key"])
    chronicle.record("staff.renamed", worker, by=by)
    return worker


@transaction.atomic
def write_identity(worker: Worker, *, by: Account | None, phone: str | None = None, id_number: str | None = None) -> Worker:
    """Write down a worker's phone or ID number, sealed; None leaves it as it is, nothing takes it away."""
    told = {"phone": phone, "id_number": id_number}
    changed = {name: text for name, text in told.items() if text is not None and text != (getattr(worker, name) or "")}
    if not changed:
        return worker
    for name, text in changed.items():
        setattr(worker, name, text or None)
    worker.save(update_fields=list(changed))
    chronicle.record("staff.identity_written", worker, by=by, columns=sorted(changed))
    return worker


@transaction.atomic
def same_person_elsewhere(worker: Worker, column: str, *, by: Account | None) -> list[queries.Namesake]:
    """Others on the staff lists of the agency with the same phone or ID number; a look-up that is counted and kept."""
    text, agency = getattr(worker, column), worker.centre.agency_id
    if not text:
        return []
    indexes = custody.look_up(Worker._meta.get_field(f"{column}_index"), agency, text, by=by)
    return [other for other in queries.same_person(agency, column, indexes) if other.pk != worker.pk]


@transaction.atomic
def change_post(worker: Worker, *, kind: PostKind, by: Account | None, on: date) -> Post:
    """Give a worker another post from a day on; the post before ends the day before, later ones give way."""
    Worker.objects.select_for_update().get(pk=worker.pk)
    held = worker.posts.filter(kind=kind, first_day=on, last_day__isnull=True).first()
    if held:
        return held
    worker.posts.filter(first_day__gte=on).delete()
    worker.posts.filter(_lasts_beyond(on)).update(last_day=on - timedelta(days=1))
    post = Post.objects.create(worker=worker, kind=kind, first_day=on)
    chronicle.record("staff.post_changed", worker, by=by, post=kind.code, on=on.isoformat())
    return post


@transaction.atomic
def add_certificate(
    worker: Worker, *, kind: str, number: str, by: Account | None, issued_on: date | None = None, valid_to: date | None = None
) -> Certificate:
    """Write down a certificate a worker holds; the same certificate twice is one, with the days said last."""
    Worker.objects.select_for_update().get(pk=worker.pk)
    days = {"issued_on": issued_on, "valid_to": valid_to}
    certificate = worker.certificates.filter(kind=kind, number=number).first()
    if certificate is None:
        certificate = Certificate.objects.create(worker=worker, kind=kind, number=number, **days)
        chronicle.record("staff.certified", worker, by=by, kind=kind)
    elif any(getattr(certificate, name) != value for name, value in days.items()):
        certificate.issued_on, certificate.valid_to = issued_on, valid_to
        certificate.save(update_fields=list(days))
        chronicle.record("staff.certificate_changed", worker, by=by, kind=kind)
    return certificate


@transaction.atomic
def dismiss_worker(worker: Worker, *, by: Account | None, on: date) -> Worker:
    """Record a worker's last day; the person's account loses this centre from the next day on."""
    before = Worker.objects.select_for_update().get(pk=worker.pk).left_on
    if before == on:
        return worker
    worker.left_on = on
    worker.save(update_fields=["left_on"])
    _end_on(worker.posts.all(), on, before)
    if worker.account_id:
        _end_on(worker.account.memberships.filter(scope_kind="centre", scope_code=worker.centre_id), on, before)
        accounts.end_sessions(worker.account, why="left")
    chronicle.record("staff.left", worker, by=by, on=on.isoformat())
    return worker


def _end_on(held, on: date, before: date | None) -> None:
    """End posts or memberships on a day: what runs beyond it, and what had ended on the last day said before."""
    held.filter(first_day__gt=on).delete()
    held.filter(_lasts_beyond(on) | Q(last_day=before, last_day__isnull=False)).update(last_day=on)


def _lasts_beyond(day: date) -> Q:
    return Q(last_day__isnull=True) | Q(last_day__gte=day)
