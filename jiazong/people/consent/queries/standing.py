"""What holds for a person: asked before every use, so that a withdrawal counts from the next read on."""
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from jiazong.people.consent.models import Consent, Given, Purpose, Text
from jiazong.people.consent.rules import giving
from jiazong.people.residents.models import Guardianship, Person


@dataclass(frozen=True)
class Standing:
    """How one purpose stands for a person: what holds, and what was withdrawn last."""

    purpose: Purpose
    holding: tuple[Given, ...]
    withdrawn: Given | None

    @property
    def by_consent(self) -> Given | None:
        """The consent that holds, which one can withdraw."""
        return next((one for one in self.holding if one.basis == giving.CONSENT), None)


def same_person(person: Person) -> set[UUID]:
    """The keys under which one person is on record: her own and those linked with it as duplicates."""
    kept = person.same_as_id or person.pk
    return {person.pk, kept, *Person.objects.filter(same_as_id=kept).values_list("pk", flat=True)}


def holds(person: Person, purpose: str, *, on: date | None = None) -> bool:
    """Whether a purpose holds for a person on a day (today unless told): by consent, or by another basis written down."""
    found = Given.objects.filter(person__in=same_person(person), purpose=purpose)
    if on is None:
        return found.filter(withdrawn_at__isnull=True, given_on__lte=timezone.localdate()).exists()
    # A day on which it was withdrawn is no longer covered.
    still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__date__gt=on)
    return found.filter(still, given_on__lte=on).exists()


def day_of(person: Person, purpose: str) -> date | None:
    """Since which day a purpose holds, nothing where it does not: what a referral writes down as its consent."""
    found = Given.objects.filter(person__in=same_person(person), purpose=purpose, withdrawn_at__isnull=True)
    return found.filter(given_on__lte=timezone.localdate()).order_by("given_on").values_list("given_on", flat=True).first()


def is_withdrawn(person: Person, purpose: str) -> bool:
    """Whether a person took a purpose back and nothing has come in its place: what was open until then is closed.

    The database answers, as its policies ask it, whoever wants to know.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.consent_withdrawn(%s, %s)", [person.pk, purpose])
        return cursor.fetchone()[0]


def standings(person: Person) -> list[Standing]:
    """Every purpose of today and how it stands: three questions."""
    today = timezone.localdate()
    rows = list(
        Given.objects.filter(person__in=same_person(person)).select_related("consent__text", "consent__guardianship__guardian", "withdrawn_by")
    )
    return [_standing(purpose, [one for one in rows if one.purpose_id == purpose.pk]) for purpose in purposes_on(today)]


def _standing(purpose: Purpose, rows: list[Given]) -> Standing:
    gone = sorted((one for one in rows if one.withdrawn_at), key=lambda one: one.withdrawn_at)
    return Standing(purpose, tuple(one for one in rows if not one.withdrawn_at), gone[-1] if gone else None)


def acts_of(person: Person) -> QuerySet[Consent]:
    """Every act of consent for a person, the newest first."""
    found = Consent.objects.filter(person__in=same_person(person)).prefetch_related("given__purpose")
    return found.select_related("text", "guardianship__guardian", "written_by", "centre")


def purposes_on(day: date) -> list[Purpose]:
    """The purposes one may be asked about on a day."""
    return list(Purpose.objects.filter(first_day__lte=day).filter(Q(last_day__isnull=True) | Q(last_day__gte=day)))


def separate_codes() -> set[str]:
    """The purposes that are agreed to by themselves."""
    return set(Purpose.objects.filter(is_separate=True).values_list("code", flat=True))


def texts_on(day: date, agency: str) -> list[Text]:
    """The texts in force on a day for an agency: of each code the newest version, the agency's own before the product's."""
    found = Text.objects.filter(agency__in=["", agency], first_day__lte=day).order_by("-agency", "-first_day", "-version")
    newest: dict[str, Text] = {}
    for one in found:
        newest.setdefault(one.code, one)
    return sorted(newest.values(), key=lambda one: one.code)


def guardians_of(person: Person, *, on: date) -> list[Guardianship]:
    """Who is on record as guardian of a person on a day and was checked."""
    found = Guardianship.objects.filter(ward__in=same_person(person)).select_related("guardian")
    return [one for one in found if as_guardian(one).stands_on(on)]


def as_guardian(one: Guardianship) -> giving.Guardian:
    """A guardianship as the rules see it."""
    return giving.Guardian(one.checked_on, one.first_day, one.last_day)
