from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from jiazong.ground.accounts import actions as accounts
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.custody import actions as custody
from jiazong.people.places.models import Centre
from jiazong.people.staff import queries, rules
from jiazong.people.staff.models import (
    Absence,
    AbsenceKind,
    Certificate,
    CertificateKind,
    Course,
    Post,
    PostKind,
    Registration,
    Skill,
    Worker,
    WorkerSkill,
)


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


class RegisteredLater(ValueError):
    """A registration that begins later is written down already."""


class AwayAlready(ValueError):
    """The person is away on some of these half days already."""


@transaction.atomic
def register_worker(
    worker: Worker, *, certificate: CertificateKind, on: date, by: Account | None, number: str = "", last_day: date | None = None
) -> Registration:
    """Write down that a worker is registered from a day on, by default for the set time; one that still runs ends before.

    Said again for the same day it changes that one. Raises RegisteredLater.
    """
    Worker.objects.select_for_update().get(pk=worker.pk)
    last_day = last_day or rules.registered_until(on, queries.limits_on(on)["registration.lasts"])
    if worker.registrations.filter(first_day__gt=on).exists():
        raise RegisteredLater(on)
    worker.registrations.filter(first_day__lt=on, last_day__gte=on).update(last_day=on - timedelta(days=1))
    said = {"certificate": certificate, "number": number, "last_day": last_day}
    made, is_new = Registration.objects.update_or_create(worker=worker, first_day=on, defaults=said)
    verb = "staff.registered" if is_new else "staff.registration_changed"
    chronicle.record(verb, worker, by=by, kind=certificate.name, on=on.isoformat(), until=last_day.isoformat())
    return made


@transaction.atomic
def add_course(
    worker: Worker, *, kind: str, day: date, title: str, minutes: int, by: Account | None, organiser: str = "", number: str = ""
) -> Course:
    """Write down something a worker learned; the same title on the same day is one course."""
    said = {"kind": kind, "organiser": organiser.strip(), "minutes": minutes, "number": number.strip()}
    made, is_new = Course.objects.get_or_create(worker=worker, day=day, title=title.strip(), defaults=said)
    if is_new:
        chronicle.record("staff.studied", worker, by=by, kind=kind, on=day.isoformat(), minutes=minutes)
    return made


@transaction.atomic
def remove_course(course: Course, *, by: Account | None) -> None:
    """Take a course off the list that was written down by mistake; that it was taken off stays in the record."""
    worker, day, minutes = course.worker, course.day, course.minutes
    gone, _rows = Course.objects.filter(pk=course.pk).delete()
    if gone:
        chronicle.record("staff.course_removed", worker, by=by, on=day.isoformat(), minutes=minutes)


@transaction.atomic
def set_skills(worker: Worker, skills: Iterable[Skill], *, by: Account | None) -> None:
    """Say which languages and specialties a worker has; what is not named is taken away."""
    wanted = {skill.pk for skill in skills}
    had = set(worker.skills.values_list("skill_id", flat=True))
    if wanted == had:
        return
    worker.skills.filter(skill__in=had - wanted).delete()
    WorkerSkill.objects.bulk_create([WorkerSkill(worker=worker, skill_id=code) for code in sorted(wanted - had)], ignore_conflicts=True)
    chronicle.record("staff.skills_set", worker, by=by, skills=sorted(wanted))


@transaction.atomic
def enter_absence(worker: Worker, span: rules.Away, *, kind: AbsenceKind, by: Account | None) -> Absence:
    """Write down that a worker is away for some half days; the same said twice is one.

    Raises AwayAlready where some of them are taken.
    """
    days = {"first_day": span.first_day, "first_half": span.first_half, "last_day": span.last_day, "last_half": span.last_half}
    there = worker.absences.filter(withdrawn_at__isnull=True, kind=kind, **days).first()
    if there:
        return there
    try:
        with transaction.atomic():
            made = Absence.objects.create(worker=worker, kind=kind, entered_by=by, **days)
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name == "staff_away_once":
            raise AwayAlready from fault
        raise
    chronicle.record("staff.away", made, by=by, on=span.first_day.isoformat(), until=span.last_day.isoformat(), halves=span.halves)
    return made


@transaction.atomic
def withdraw_absence(absence: Absence, *, by: Account | None) -> None:
    """Take an absence back, as if it had not been planned; that it was stays in the record."""
    if Absence.objects.filter(pk=absence.pk, withdrawn_at__isnull=True).update(withdrawn_at=Now()):
        chronicle.record("staff.away_withdrawn", absence, by=by, on=absence.first_day.isoformat())
