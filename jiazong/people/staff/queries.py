from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle.models import Entry
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.ui import keyset
from jiazong.ground.ui.keyset import Page
from jiazong.people.places.models import Centre
from jiazong.people.staff import rules
from jiazong.people.staff.models import (
    Absence,
    Certificate,
    CertificateKind,
    Course,
    EducationRule,
    Limit,
    Post,
    Registration,
    Skill,
    Worker,
    WorkerSkill,
)

HERE, LEFT, ALL = "here", "left", "all"
OTHER = "other"
URGENT, UNFIT = "urgent", "unfit"
MOST = 500
LIMITS = (
    "registration.first", "registration.lasts", "registration.warn", "education.degree", "serving.training",
    "serving.certificate", "serving.profession", "serving.blocks",
)  # fmt: skip


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


def certificate_choices() -> list[tuple[str, str]]:
    """The kinds of certificate a form offers, and another."""
    return [*CertificateKind.objects.values_list("name", "name"), (OTHER, _("Another"))]


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


@dataclass(frozen=True)
class Qualified:
    """How a worker stands on a day: certificates, registration, continuing education, whether fit to serve."""

    worker: Worker
    certificates: tuple[HeldCertificate, ...]
    registered: rules.Registered
    registration: Registration | None
    education: rules.Education | None
    serving: rules.Serving

    @property
    def running_out(self) -> tuple[HeldCertificate, ...]:
        """The certificates that end soon or have ended, and that no later one of the same kind replaces."""
        lasts: dict[str, HeldCertificate] = {}
        for one in self.certificates:
            known = lasts.get(one.certificate.kind)
            if known is None or (one.certificate.valid_to or date.max) > (known.certificate.valid_to or date.max):
                lasts[one.certificate.kind] = one
        return tuple(one for one in lasts.values() if one.validity.has_ended or one.validity.days_left)

    @property
    def ends_first(self) -> date:
        """The first day that asks for something, for the order of a list; far ahead where nothing does."""
        ends = [one.certificate.valid_to for one in self.running_out]
        if self.registered.needs_doing:
            ends.append(self.registered.until or date.min)
        return min(ends, default=date.max)

    @property
    def needs_doing(self) -> bool:
        return bool(self.running_out) or self.registered.needs_doing


def limits_on(day: date) -> dict[str, int]:
    """The settings of registration, education and serving as they hold on a day, by name.

    Raises NoSetting where one is missing.
    """
    return Limit.values_on(day, *LIMITS)


def qualified(workers: QuerySet[Worker], *, on: date) -> list[Qualified]:
    """How some workers stand on a day, the most urgent first; six questions whatever their number."""
    limits, uses = limits_on(on), dict(CertificateKind.objects.values_list("name", "use"))
    hours = _education_hours(on)
    found = workers.select_related("centre").prefetch_related("certificates", "registrations", "courses")
    lines = [_qualified(worker, on, limits, uses, hours) for worker in found]
    return sorted(lines, key=lambda line: (not line.needs_doing, line.ends_first, line.worker.sort_key, line.worker.pk))


def _education_hours(on: date) -> dict[str, int]:
    dated = EducationRule.objects.filter(first_day__lte=on).order_by("first_day")
    return {rule.certificate_id: rule.minutes for rule in dated}


def _qualified(worker: Worker, on: date, limits: dict[str, int], uses: dict[str, str], hours: dict[str, int]) -> Qualified:
    certificates = certificates_on(worker, on)
    professional = [one.certificate for one in certificates if uses.get(one.certificate.kind) == rules.PROFESSION]
    periods = {rules.Period(one.first_day, one.last_day): one for one in worker.registrations.all()}
    registered = rules.registration(
        periods, certified_on=min((one.issued_on for one in professional if one.issued_on), default=None),
        is_certified=bool(professional), on=on, first_months=limits["registration.first"], warn_days=limits["registration.warn"],
    )  # fmt: skip
    held = periods[registered.period] if registered.period else None
    courses = [rules.Studied(one.day, one.minutes, one.kind) for one in worker.courses.all()]
    needed = hours.get(held.certificate_id) if held else None
    return Qualified(
        worker, certificates, registered, held,
        rules.education(courses, registered.period, needed=needed, degree_minutes=limits["education.degree"], on=on) if needed else None,
        _serving(certificates, courses, on, limits, uses),
    )  # fmt: skip


def _serving(
    certificates: Iterable[HeldCertificate], courses: Iterable[rules.Studied], on: date, limits: dict[str, int], uses: dict[str, str]
) -> rules.Serving:
    return rules.may_serve(
        is_trained=any(one.kind == rules.PRE_POST and one.day <= on for one in courses),
        certificate_uses=[uses.get(one.certificate.kind, OTHER) for one in certificates if not one.validity.has_ended],
        needs_training=bool(limits["serving.training"]), needs_certificate=bool(limits["serving.certificate"]),
        profession_is_enough=bool(limits["serving.profession"]), blocks=bool(limits["serving.blocks"]),
    )  # fmt: skip


def urgent(workers: QuerySet[Worker], *, on: date) -> list[Qualified]:
    """Those among some workers whose certificate or registration runs out within the days of warning, has ended or is missing.

    The most urgent first; at most MOST are looked at.
    """
    soon = on + timedelta(days=max(limits_on(on)["registration.warn"], rules.SAY_ENDING))
    kinds = CertificateKind.objects.filter(use=rules.PROFESSION).values("name")
    of_worker = {"worker": OuterRef("pk")}
    asks = (
        Exists(Certificate.objects.filter(**of_worker, valid_to__lt=soon))
        | Exists(Certificate.objects.filter(**of_worker, kind__in=kinds)) & ~Exists(Registration.objects.filter(**of_worker))
        | Exists(Registration.objects.filter(**of_worker, last_day__lt=soon))
        & ~Exists(Registration.objects.filter(**of_worker, last_day__gte=soon, first_day__lte=on))
    )
    found = workers.filter(asks).order_by("pk").values("pk")[:MOST]
    return [line for line in qualified(Worker.objects.filter(pk__in=found), on=on) if line.needs_doing]


def unfit_to_serve(workers: QuerySet[Worker], *, on: date) -> QuerySet[Worker]:
    """Those among some workers who lack pre-post training or a certificate for the post, where the settings ask for it."""
    limits = limits_on(on)
    uses = [rules.POST, *([rules.PROFESSION] if limits["serving.profession"] else [])]
    kinds = CertificateKind.objects.filter(use__in=uses).values("name")
    held = Certificate.objects.filter(worker=OuterRef("pk"), kind__in=kinds).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    lacks = Q(pk__in=[])
    if limits["serving.training"]:
        lacks |= ~Exists(Course.objects.filter(worker=OuterRef("pk"), kind=rules.PRE_POST, day__lte=on))
    if limits["serving.certificate"]:
        lacks |= ~Exists(held)
    return workers.filter(lacks)


def next_registration(worker: Worker) -> dict[str, object]:
    """What the form of a registration begins with: the certificate of the last one, the day after its end or the highest held."""
    last = worker.registrations.select_related("certificate").first()
    if last:
        return {"certificate": last.certificate, "number": last.number, "on": last.last_day + timedelta(days=1)}
    kinds = CertificateKind.objects.filter(use=rules.PROFESSION, name__in=worker.certificates.values("kind"))
    return {"certificate": kinds.last()}


def serving_on(workers: QuerySet[Worker], *, on: date) -> dict[int, rules.Serving]:
    """Worker → whether fit to serve on a day and what is missing; five questions whatever their number."""
    return {line.worker.pk: line.serving for line in qualified(workers, on=on)}


def skills_of(workers: Iterable[Worker]) -> dict[int, list[Skill]]:
    """Worker → languages and specialties in their order; one question."""
    held = WorkerSkill.objects.filter(worker__in=[one.pk for one in workers]).select_related("skill").order_by("skill__order")
    found: dict[int, list[Skill]] = {}
    for one in held:
        found.setdefault(one.worker_id, []).append(one.skill)
    return found


def on_leave(workers: Iterable[Worker], *, day: date) -> dict[int, str]:
    """Worker → which part of a day he or she is away ("morning", "afternoon", "day"); who is there is not named; one question."""
    away = Absence.objects.filter(
        worker__in=[one.pk for one in workers], withdrawn_at__isnull=True, first_day__lte=day, last_day__gte=day
    )
    spans: dict[int, list[rules.Away]] = {}
    for one in away:
        spans.setdefault(one.worker_id, []).append(one.span)
    return {worker: part for worker, held in spans.items() if (part := rules.away_on(held, day))}


def absences_to_come(worker: Worker, *, on: date) -> QuerySet[Absence]:
    """When a worker is away from a day on, the nearest first."""
    held = worker.absences.filter(withdrawn_at__isnull=True, last_day__gte=on)
    return held.select_related("kind").order_by("first_day", "first_half")


def absences_of(workers: QuerySet[Worker]) -> QuerySet[Absence]:
    """All absences of some workers that were not taken back."""
    return Absence.objects.filter(worker__in=workers, withdrawn_at__isnull=True)
