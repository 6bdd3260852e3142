"""Reads of reports: those that wait, those that are late, whom one was told."""
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from jiazong.ground.access.grants.subjects import Subject
from jiazong.service.crisis import rules
from jiazong.service.crisis.models import Ending, Recipient, Report, Setting

KIND = "crisis"
WARN = "report.warn"


def subject_of(report: Report) -> Subject:
    """A report as the log of reads and the notices name it."""
    return Subject(KIND, str(report.pk), report.centre_id)


def setting(name: str, *, on: date | None = None) -> int:
    """The value of a dated setting; its unit stands beside it in the table. Raises NoSetting."""
    return Setting.on(name, on or timezone.localdate()).value


def standing(report: Report, now: datetime) -> str:
    """How a report stands at a moment."""
    return rules.standing(due_at=report.due_at, first_told_at=report.first_told_at, ended_at=report.ended_at, now=now)


def late(reports: QuerySet[Report], *, now: datetime) -> QuerySet[Report]:
    """Those among some reports that no authority was told of in time, the longest waiting first."""
    return reports.filter(ended_at__isnull=True, first_told_at__isnull=True, due_at__lte=now).order_by("due_at", "id")


def going_on(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Those that have not ended."""
    return reports.filter(ended_at__isnull=True)


def waiting_ending(report: Report) -> Ending | None:
    """The end somebody asked for and nobody decided."""
    return Ending.objects.filter(report=report, is_agreed__isnull=True).select_related("asked_by").first()


def recipients(report: Report) -> QuerySet[Recipient]:
    """Who may be told of a report: not the guardian who is suspected."""
    found = Recipient.objects.all()
    return found.exclude(code=rules.GUARDIAN) if report.is_guardian_suspected else found


def of_case(case_id: object) -> QuerySet[Report]:
    """The reports about a case, for its page and its printed file."""
    return Report.objects.filter(case_id=case_id).prefetch_related("tellings__recipient", "endings")


def within(centres: Iterable[str], account_id: object) -> Q:
    """The reports of some centres, and those a person wrote herself."""
    return Q(centre_id__in=list(centres)) | Q(written_by_id=account_id)
