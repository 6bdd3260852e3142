"""What stands at the head of every form of a case: whom it is about, where they live, who works on it. Read once a print."""
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation

from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.attachments.queries import files_of
from jiazong.ground.papers.filling import Picture
from jiazong.ground.privacy.rules.masks import mask
from jiazong.people.consent.models import Consent
from jiazong.people.residents.drawn import ecomap_of, genogram_of
from jiazong.people.residents.models import Household, Person
from jiazong.people.residents.queries.families import kin_around, ties_of
from jiazong.service.cases import wording
from jiazong.service.cases.models import Case
from jiazong.service.cases.queries import cases as queries
from jiazong.service.cases.queries.cases import Family, Known

YES, NO = "是", "否"


@dataclass
class Head:
    """A case with everything its forms share."""

    case: Case
    known: Known | None
    family: Family | None
    guardian_consent: str = ""
    files: dict[str, list[str]] = field(default_factory=dict)
    maps: dict[str, Picture | None] = field(default_factory=dict)

    @property
    def person(self) -> Person | None:
        return self.known.person if self.known else None


def head_of(case: Case, *, today: date, draws: bool = True) -> Head:
    """The head of a case; the questions are as many whatever the case holds."""
    known = queries.known_of(case)
    files: dict[str, list[str]] = {}
    for one in files_of(Subject("case", str(case.pk), case.centre_id)).order_by("added_at", "id"):
        files.setdefault(one.part, []).append(one.name)
    consent = _guardian_consent(known.person) if known else ""
    # The forms are Chinese, whatever language the reader of the screen has chosen; so are the words in a drawing.
    with translation.override("zh-hans"):
        maps = _maps(known, today=today) if known and draws else {}
    return Head(case, known, queries.family_of(case, today=today), consent, files, maps)


def _maps(known: Known, *, today: date) -> dict[str, Picture | None]:
    """The genogram and the eco-map of the family as they stand today, with the same in words."""
    if known.household is None:
        return {}
    kin = kin_around([known.person.pk])
    family = genogram_of(known.household, kin, known.person, on=today)
    eco = ecomap_of(known.person.name, ties_of(known.household, on=today))
    told = "；".join(f"{row.name}（{'，'.join(filter(None, (row.sex, row.age)))}）" for row in family.rows)
    return {"family": Picture(str(family.svg), told), "eco": Picture(str(eco.svg), eco.verdict) if eco.systems else None}


def _guardian_consent(person: Person) -> str:
    found = Consent.objects.filter(person=person, guardianship__isnull=False).order_by("-given_on").first()
    return f"{found.given_on.isoformat()} 同意" if found else ""


def about_whom(head: Head) -> dict[str, Any]:
    """Name and code, on every form."""
    return {"person.name": head.person.name if head.person else "", "case.code": head.case.code}


def of_person(head: Head) -> dict[str, Any]:
    """The person as the intake form asks for them; numbers are masked on paper as on the screen."""
    person, known = head.person, head.known
    household = known.household if known else None
    phones = known.phones if known else []
    return about_whom(head) | {
        "person.sex": wording.SEXES.get(person.sex, "") if person and person.sex else "",
        "person.born_on": born(person) if person else "",
        "person.id_number": mask(person.id_number, "id_number") if person and person.id_number else "",
        "person.registration": person.registration if person else "",
        "person.phones": [mask(one.number, "phone") for one in phones],
        "person.tags": [str(one.kind) for one in known.tags] if known else [],
        "home.address": address(household),
        "home.kind": household.kind if household else "",
        "home.members": [
            {"member.name": one.person.name, "member.relation": one.relation} for one in (head.family.members if head.family else [])
        ],
        "guardian.names": [one.guardian.name for one in known.guardians] if known else [],
        "guardian.consent": head.guardian_consent,
        "case.opened_on": head.case.opened_on,
        "case.worker": worker(head),
    }


def worker(head: Head) -> str:
    """Who works on the case."""
    return head.case.worker.name if head.case.worker else ""


def born(person: Person) -> str:
    """A birth day as it is known: an estimate says so."""
    if not person.born_on:
        return ""
    return f"{person.born_on:%Y} 年（估计）" if person.is_birth_estimated else person.born_on.isoformat()


def address(household: Household | None) -> str:
    """Where the family lives, in the order an envelope has."""
    if household is None:
        return ""
    parts = [household.community, household.estate, household.block, household.room]
    exact = "".join(one for one in parts if one)
    return household.address or exact


def files(head: Head, part: str) -> list[str]:
    """The names of the files kept with one piece of a case."""
    return head.files.get(part, [])


def yes(value: bool | None) -> str:
    """是 or 否; what nobody said stays empty."""
    return "" if value is None else YES if value else NO


def minutes_of_day(start: int | None, lasts: int) -> str:
    """09:30–10:15, as far as it is known."""
    if start is None:
        return ""
    return "–".join(f"{minute // 60 % 24:02}:{minute % 60:02}" for minute in (start, start + lasts))


def joined(lines: Iterable[str]) -> str:
    """Several entries, one a line, numbered where there are more than one."""
    said = [one.strip() for one in lines if one and one.strip()]
    return "\n".join(f"{number}. {one}" for number, one in enumerate(said, start=1)) if len(said) > 1 else "".join(said)
