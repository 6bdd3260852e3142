"""Settings, requests that wait, files whose time is over, and who has looked."""
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.workdays.queries import calendar
from jiazong.ground.workdays.rules import add_working_days
from jiazong.people.residents.models import Person
from jiazong.service.cases.models import Case
from jiazong.service.rights import rules
from jiazong.service.rights.models import Archive, Request, Retention, Setting

COPY = "person_copy"


@dataclass(frozen=True)
class Look:
    """That somebody looked at something about a person: when, who, at what, what for."""

    at: datetime
    who: str
    kind: str
    what: str
    purpose: str


def setting(name: str, *, on: date | None = None) -> int:
    """The value of a dated setting; its unit stands beside it in the table. Raises NoSetting."""
    return Setting.on(name, on or timezone.localdate()).value


def due_on(asked_on: date) -> date:
    """By when a request is answered: the set working days after it was made."""
    return add_working_days(asked_on, setting("request.days", on=asked_on), calendar(asked_on.year, asked_on.year + 1))


def withheld_tables(on: date) -> dict[str, str]:
    """The tables whose rows are not in a person's copy, and why."""
    newest: dict[str, Retention] = {}
    for one in Retention.objects.filter(first_day__lte=on).order_by("first_day"):
        newest[one.what] = one
    return {what: one.source for what, one in newest.items() if one.is_withheld}


def subject_of_copy(request: Request) -> Subject:
    """The copy made for a request as grants name it."""
    return Subject(COPY, str(request.pk), request.centre_id)


def open_cases_of(person: Person) -> int:
    """How many cases about a person go on; the database counts, whoever asks sees none of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.rights_open_cases(%s)", [person.pk])
        return cursor.fetchone()[0]


def looks_at(person: Person, *, before: datetime | None = None, most: int = 100) -> list[Look]:
    """Who has looked at what is kept about a person, the newest first; nothing for whom the database does not tell it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.rights_looks(%s, %s, %s)", [person.pk, before, most])
        return [Look(*row) for row in cursor.fetchall()]


def cases_about(who: set[UUID]) -> QuerySet[Case]:
    """The cases about a person, under any of her keys."""
    return Case.objects.filter(party__person__in=who)


def to_lock(today: date, months: int) -> QuerySet[Case]:
    """Cases that ended so long ago that nobody needs them open, and are not locked yet."""
    return Case.objects.filter(archive__isnull=True, ended_on__lte=rules.add_months(today, -months)).order_by("ended_on")


def to_carry_out() -> QuerySet[Request]:
    """Requests that were granted and whose deed the machine has still to do, the oldest first."""
    wanted = Q(kind__in=[rules.COPY, rules.DELETE, rules.LOCK], state__in=[rules.GRANTED, rules.LOCKED])
    return Request.objects.filter(wanted, carried_out_at__isnull=True).select_related("centre", "person__centre").order_by("decided_at")


def to_forget() -> QuerySet[Archive]:
    """Locked cases that somebody said may be forgotten and that still open."""
    return Archive.objects.filter(forget_asked_at__isnull=False, forgotten_at__isnull=True).select_related("case").order_by("forget_asked_at")


def over(archives: QuerySet[Archive], *, today: date) -> QuerySet[Archive]:
    """Locked cases whose time is over and that nobody has given free yet."""
    return archives.filter(forget_after__lte=today, forget_asked_at__isnull=True, forgotten_at__isnull=True)
