"""Reads of cases: the list of those a person holds, the overview of a centre without names, all one page shows."""
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from jiazong.people.residents.models import Guardianship, Household, Person, Phone, Residence, Tag
from jiazong.service.cases.models import Case, Intake, Involved, Party
from jiazong.service.cases.rules import stages

# Filters of the list that are no column of their own.
REVIEW_DUE, GOING_ON, ENDED = "review", "going", "ended"


@dataclass(frozen=True)
class Asked:
    """What the list is asked for."""

    words: str = ""
    stage: str = ""
    colour: str = ""
    only: str = ""


@dataclass(frozen=True)
class Family:
    """The people of a case: whom it is about, who lives with them today, who else it touches."""

    person: Person
    household: Household | None
    members: list[Residence]
    involved: list[Involved]


@dataclass(frozen=True)
class Known:
    """What is known of a person already and not typed again on a form."""

    person: Person
    household: Household | None
    phones: list[Phone]
    guardians: list[Guardianship]
    tags: list[Tag] = field(default_factory=list)


def asked_for(cases: QuerySet[Case], asked: Asked, *, today: date) -> QuerySet[Case]:
    """Those cases a list asks for; names are looked for only among the cases handed in."""
    if asked.stage:
        cases = cases.filter(stage=asked.stage)
    if asked.colour:
        cases = cases.filter(colour=asked.colour)
    if asked.only == REVIEW_DUE:
        cases = cases.filter(next_review_on__lte=today, ended_on__isnull=True)
    elif asked.only == GOING_ON:
        cases = cases.filter(ended_on__isnull=True)
    elif asked.only == ENDED:
        cases = cases.filter(ended_on__isnull=False)
    if asked.words:
        cases = cases.filter(Q(code__icontains=asked.words) | Q(party__person__name__icontains=asked.words))
    return cases


def lines_of(keys: Iterable[object]) -> list[Case]:
    """The cases of one page with party, centre and worker, the newest first.

    Whom they are about is a question of its own: joined, the people of all cases one holds would be looked up for a page of fifty.
    """
    about = Prefetch("party", Party.objects.select_related("person"))
    found = Case.objects.filter(pk__in=list(keys)).select_related("centre", "worker").prefetch_related(about)
    return list(found.order_by("-opened_on", "-id"))


def heads_of(keys: Iterable[object]) -> list[Case]:
    """The heads of one page, with the worker; nobody's name is asked for."""
    return list(Case.objects.filter(pk__in=list(keys)).select_related("worker", "centre").order_by("-opened_on", "-id"))


def counts(cases: QuerySet[Case], *, today: date) -> dict[str, int]:
    """How many of some cases go on, are red, are due for a look, have nobody: one question."""
    going = Q(ended_on__isnull=True)
    return cases.order_by().aggregate(
        going=Count("pk", filter=going), red=Count("pk", filter=going & Q(colour=stages.RED)),
        due=Count("pk", filter=going & Q(next_review_on__lte=today)), unassigned=Count("pk", filter=going & Q(worker__isnull=True)),
    )  # fmt: skip


def by_worker(cases: QuerySet[Case]) -> list[dict]:
    """How many open cases of each colour each worker has, by the worker's name; those without a worker last."""
    going = cases.filter(ended_on__isnull=True).order_by()
    lines = going.values("worker__name").annotate(
        number=Count("pk"), **{colour: Count("pk", filter=Q(colour=colour)) for colour in stages.COLOURS}
    )
    return sorted(lines, key=lambda line: (line["worker__name"] is None, line["worker__name"] or ""))


def family_of(case: Case, *, today: date) -> Family | None:
    """The people of a case, as far as whoever asks may see them."""
    party = Party.objects.select_related("person", "household__centre").filter(case=case).first()
    if party is None:
        return None
    lives = Residence.objects.filter(household=party.household_id).filter(Q(last_day__isnull=True) | Q(last_day__gte=today))
    members = [one for one in lives.select_related("person") if one.person_id != party.person_id] if party.household_id else []
    involved = list(Involved.objects.filter(case=case).select_related("person").order_by("written_at", "id"))
    return Family(party.person, party.household, members, involved)


def known_of(case: Case) -> Known | None:
    """What the intake form shows of the person instead of asking for it again."""
    party = Party.objects.select_related("person__centre", "household__centre").filter(case=case).first()
    if party is None:
        return None
    person = party.person
    return Known(
        person, party.household, list(Phone.objects.filter(person=person).select_related("centre")),
        list(Guardianship.objects.filter(ward=person).select_related("guardian")),
        list(Tag.objects.filter(person=person, last_day__isnull=True).select_related("kind")),
    )  # fmt: skip


def intake_of(case: Case) -> Intake | None:
    """The intake form of a case, if it opens to whoever asks."""
    found = Intake.objects.select_related("written_by", "decided_by").filter(case=case).first()
    if found:
        found.case = case
    return found
