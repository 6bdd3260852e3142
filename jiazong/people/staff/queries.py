from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.http import QueryDict

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle.models import Entry
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.ui import keyset
from jiazong.ground.ui.keyset import Page
from jiazong.people.places.models import Centre
from jiazong.people.staff import rules
from jiazong.people.staff.models import Certificate, Post, Worker

HERE, LEFT, ALL = "here", "left", "all"


@dataclass(frozen=True)
class HeldCertificate:
    """A certificate and how it stands on a day."""

    certificate: Certificate
    validity: rules.Validity


@dataclass(frozen=True)
class WorkerLine:
    """A worker as a line of a list: the post is the one held on the day, of those who left the last one."""

    pk: int
    name: str
    centre: str
    post: str
    is_professional: bool
    certificates: tuple[HeldCertificate, ...]
    joined_on: date | None
    left_on: date | None


@dataclass(frozen=True)
class Namesake:
    """Somebody on a staff list who has the same number: as much as anybody of the agency may be told."""

    pk: int
    initial: str
    centre: str


def same_person(agency: str, column: str, indexes: list[bytes]) -> list[Namesake]:
    """Those on the staff lists of an agency whose phone or ID number has one of these blind indexes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, initial, centre FROM app.same_person(%s, %s, %s::bytea[])", [agency, column, indexes])
        return [Namesake(*row) for row in cursor.fetchall()]


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


def standing(workers: QuerySet[Worker], which: str, *, on: date) -> QuerySet[Worker]:
    """Those among some workers who are here on a day, those who left before it, or all."""
    has_left = Q(left_on__lt=on)
    return {LEFT: workers.filter(has_left), ALL: workers}.get(which, workers.exclude(has_left))


def staff_page(workers: QuerySet[Worker], *, on: date, asked: QueryDict, size: int) -> Page:
    """A page of workers as lines under their centres: pairs of the centre's name and its lines, in pinyin order."""
    keys = ("centre_id", "sort_key", "id")
    page = keyset.page(workers.values(*keys), keys=keys, asked=asked, size=size)
    posts = Prefetch("posts", Post.objects.filter(first_day__lte=on).select_related("kind").order_by("-first_day"))
    shown = Worker.objects.filter(pk__in=[row["id"] for row in page.rows]).order_by(*keys)
    lines = [_line(worker, on) for worker in shown.select_related("centre").prefetch_related(posts, "certificates")]
    groups = [(name, list(group)) for name, group in groupby(lines, key=lambda line: line.centre)]
    return replace(page, rows=groups)


def _line(worker: Worker, on: date) -> WorkerLine:
    post = next(iter(worker.posts.all()), None)
    return WorkerLine(
        pk=worker.pk,
        name=worker.name,
        centre=worker.centre.name,
        post=post.kind.name if post else "",
        is_professional=bool(post and post.kind.is_professional),
        certificates=certificates_on(worker, on),
        joined_on=worker.joined_on,
        left_on=worker.left_on,
    )


def certificates_on(worker: Worker, on: date) -> tuple[HeldCertificate, ...]:
    """The certificates of a worker, each with how it stands on a day."""
    return tuple(HeldCertificate(one, rules.validity(one.valid_to, on=on)) for one in worker.certificates.all())


def post_history(worker: Worker) -> list[Post]:
    """All posts of a worker, the latest first."""
    return list(worker.posts.select_related("kind").order_by("-first_day"))


def namesakes(centre: Centre, name: str, *, on: date) -> list[Worker]:
    """Those who work at a centre on a day and whose name is the same, however it is written."""
    folded = rules.fold_name(name)
    return [worker for worker in workers_of(centre, on=on) if rules.fold_name(worker.name) == folded]


def deeds_about(worker: Worker) -> list[tuple[Entry, date | None]]:
    """What was done to a worker, the newest first, each with the day from or on which it holds."""
    entries = entries_about(worker)
    return [(entry, date.fromisoformat(entry.details["on"]) if "on" in entry.details else None) for entry in entries]


def worker_engaged_by(account: Account, request_key: UUID) -> Worker | None:
    """The worker whom this person took on with this very form, if it has arrived before."""
    deeds = Entry.objects.filter(actor=account, verb="staff.engaged", details__request=str(request_key))
    deed = deeds.order_by("-id").first()
    return Worker.objects.filter(pk=int(deed.subject_id)).first() if deed else None
