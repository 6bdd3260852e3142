"""Supervision and staff on paper (domain D5, D13): what was written down, in the forms of a station."""
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.papers.actions import Part
from jiazong.ground.papers.filling import Ticks
from jiazong.ground.privacy.rules.masks import mask
from jiazong.people.staff import queries as staff
from jiazong.people.staff import rules as staff_rules
from jiazong.people.staff.models import CertificateKind, Worker
from jiazong.people.supervision import wording
from jiazong.people.supervision.models import Check, FollowUp, Note, NoteText, Report, Sitting, SittingText

SUPERVISION, HARD_CASE, TALK, STAFF = "supervision", "hard_case", "supervision_note", "staff"
WORKER = "staff_worker"


def sitting_part(sitting: Sitting, text: SittingText | None, follow_ups: Iterable[FollowUp], attendees: Sequence[Worker]) -> Part:
    """A conference or a visit as 督导记录表, a hard case as 疑难个案讨论记录表; without its text only the head is filled."""
    form = HARD_CASE if sitting.form == Note.HARD_CASE else SUPERVISION
    values: dict[str, Any] = {
        "sitting.day": sitting.day, "sitting.supervisor": sitting.supervisor, "sitting.form": Ticks.of(wording.FORMS, sitting.form),
        "sitting.centres": _centres(sitting), "sitting.days": f"{sitting.halves / 2:g} 天" if sitting.halves else "",
        "sitting.attendees": [one.name for one in attendees], "sitting.next_day": sitting.next_day, "files.names": "",
        "sitting.guidance": text.guidance if text else "",
        "sitting.actions": [
            {"action.words": one.words, "action.owner": one.owner.name, "action.due": one.due, "action.done": one.done_on}
            for one in follow_ups
        ],
    }  # fmt: skip
    if form == HARD_CASE:
        texts = ("background", "question", "opinions", "decision")
        values |= {"hard.case_code": sitting.case_code} | {f"hard.{name}": getattr(text, name) if text else "" for name in texts}
    else:
        values |= {"sitting.issues": text.issues if text else "", "sitting.results": _results(sitting) if text else ""}
    return Part(form, values, f"DD-{sitting.day:%Y%m%d}-{str(sitting.pk)[:4].upper()}")


def _centres(sitting: Sitting) -> list[str]:
    """Every centre of the session that one may see."""
    found = Sitting.objects.filter(session=sitting.session).select_related("centre").order_by("centre")
    return [one.centre.name for one in found]


def _results(sitting: Sitting) -> str:
    """What the centre reported of the month before."""
    month = (sitting.day.replace(day=1) - timedelta(days=1)).replace(day=1)
    found = Report.objects.select_related("centre").filter(centre=sitting.centre_id, month=month).first()
    return found.results if found else ""


def talk_part(note: Note, text: NoteText | None) -> Part:
    """A supervision between two as 个别督导记录表; the supervisor's own remarks are never printed."""
    values = {
        "talk.day": note.day, "talk.form": Ticks.of(wording.FORMS, note.form), "talk.minutes": note.minutes,
        "talk.worker": note.pair.worker.name, "talk.supervisor": note.pair.supervisor, "files.names": "",
        "talk.themes": text.themes if text else "", "talk.agreements": text.agreements if text else "",
    }  # fmt: skip
    return Part(TALK, values, f"GD-{note.day:%Y%m%d}-{str(note.pk)[:4].upper()}")


def subject_of_worker(worker: Worker) -> Subject:
    """A worker's own paper as the record of prints names it."""
    return Subject(WORKER, str(worker.pk), worker.centre_id, worker.account)


def staff_part(worker: Worker, *, on: date) -> Part:
    """A worker as 人员登记表 on a day: post, certificates, registration, continuing education, record check; numbers masked."""
    stands = staff.qualified(Worker.objects.filter(pk=worker.pk), on=on)[0]
    post = staff.posts_on(Worker.objects.filter(pk=worker.pk), on=on).get(worker.pk)
    check = Check.objects.filter(worker=worker).order_by("-asked_on").first()
    courses = list(worker.courses.all())
    values = {
        "staff.name": worker.name, "staff.post": post.kind if post else "", "staff.joined_on": worker.joined_on,
        "staff.id_number": mask(worker.id_number, "id_number") if worker.id_number else "",
        "staff.phone": mask(worker.phone, "phone") if worker.phone else "",
        "staff.certificates": [
            {"certificate.kind": one.kind, "certificate.number": one.number, "certificate.issued_on": one.issued_on,
             "certificate.valid_to": one.valid_to} for one in worker.certificates.all()
        ],
        "staff.registrations": [
            {"registration.certificate": one.certificate_id, "registration.number": one.number,
             "registration.first_day": one.first_day, "registration.last_day": one.last_day} for one in worker.registrations.all()
        ],
        "staff.education": _education(stands), "staff.pre_post": _pre_post(courses), "staff.post_certificate": _post_certificate(worker),
        "staff.check_on": check.asked_on if check else None, "staff.check_until": check.valid_until if check else None,
        "staff.skills": [one.name for one in staff.skills_of([worker]).get(worker.pk, [])],
        "staff.courses": [
            {"course.day": one.day, "course.title": one.title, "course.organiser": one.organiser, "course.hours": one.minutes}
            for one in courses
        ],
        "files.names": "",
    }  # fmt: skip
    return Part(STAFF, values, f"RY-{worker.pk}")


def _education(stands: staff.Qualified) -> str:
    done = stands.education
    if done is None:
        return ""
    missing = f"，还差 {done.missing / 60:g} 小时" if done.missing else "，已够"
    return f"本登记期已修 {done.done / 60:g} 小时，应修 {done.needed / 60:g} 小时{missing}（到 {done.until.isoformat()}）"


def _pre_post(courses: Iterable[Any]) -> str:
    return "、".join(f"{one.day.isoformat()} {one.title}" for one in courses if one.kind == staff_rules.PRE_POST)


def _post_certificate(worker: Worker) -> str:
    kinds = set(CertificateKind.objects.filter(use=staff_rules.POST).values_list("name", flat=True))
    return "、".join(f"{one.kind} {one.number}".strip() for one in worker.certificates.all() if one.kind in kinds)
