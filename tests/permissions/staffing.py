"""What a side knows of its staff besides their names: courses, registration, skills, leave."""
from dataclasses import dataclass, field
from datetime import date

from jiazong.people.staff import actions
from jiazong.people.staff.models import Absence, AbsenceKind, CertificateKind, Course, Skill, Worker
from jiazong.people.staff.rules import AFTERNOON, MORNING, Away

DAY = date(2025, 2, 3)


@dataclass
class Staffed:
    """A colleague's course and leave, and those of single people by their name in the world."""

    canary: str
    course: Course = None
    absence: Absence = None
    courses: dict[str, Course] = field(default_factory=dict)
    absences: dict[str, Absence] = field(default_factory=dict)

    def course_of(self, person: object) -> Course:
        """A course of the person's own where there is one, else the colleague's."""
        return self.courses.get(str(person), self.course)

    def absence_of(self, person: object) -> Absence:
        """Leave of the person's own where there is any, else the colleague's."""
        return self.absences.get(str(person), self.absence)

    def employ(self, name: str, worker: Worker) -> None:
        """Somebody of the world learns something and is away."""
        self.courses[name], self.absences[name] = _course(worker, f"{self.canary}自己"), _absence(worker)


def furnish(worker: Worker, canary: str, secret: str) -> Staffed:
    """A colleague who is registered, speaks a language, learns and is away."""
    actions.register_worker(worker, certificate=CertificateKind.objects.get(name="社会工作师"), on=DAY, by=None, number=canary)
    actions.set_skills(worker, [Skill.objects.get(code="cantonese")], by=None)
    return Staffed(canary, _course(worker, f"{canary}{secret}"), _absence(worker))


def _course(worker: Worker, words: str) -> Course:
    return actions.add_course(worker, kind="course", day=DAY, title=f"{words}课", minutes=180, by=None)


def _absence(worker: Worker) -> Absence:
    return actions.enter_absence(worker, Away(DAY, MORNING, DAY, AFTERNOON), kind=AbsenceKind.objects.get(code="annual"), by=None)
