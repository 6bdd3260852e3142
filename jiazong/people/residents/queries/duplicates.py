"""Who may stand twice in a centre's register; sealed numbers are opened in memory only, and nothing is changed."""
from collections.abc import Iterable
from dataclasses import dataclass

from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Link, Person
from jiazong.people.residents.queries import register
from jiazong.people.residents.rules.blocking import find_pairs
from jiazong.people.residents.rules.linkage import Rarity, Record
from jiazong.people.residents.rules.matching import Known

TOWN = 200_000  # as many people as a large street office's area has


@dataclass(frozen=True)
class Double:
    """Two persons who may be one: how likely (0 to 1) and the codes of why."""

    a: Known
    b: Known
    score: float
    reasons: tuple[str, ...]


def find(centre: Centre) -> list[Double]:
    """Every pair of a centre that may be one person, the likeliest first; persons linked already are left out."""
    known = {one.key: one for one in register.people(centre)}
    pairs = find_pairs([register.record_of(one) for one in known.values()])
    return [Double(known[pair.one.key], known[pair.other.key], pair.verdict.score, pair.verdict.reasons) for pair in pairs]


def rarity_of_some(records: Iterable[Record]) -> Rarity:
    """How rare names are where only those who sound alike were fetched: they are all there, so their number is right."""
    return Rarity((record.name for record in records), whole=TOWN)


def near_person(person: Person) -> list[Double]:
    """Who else of the register may be somebody who stands in it; `b` is the other one."""
    known = register.people(person.centre, [person.pk])
    return near(person.centre, known[0]) if known else []


def links_of(person: Person) -> list[Link]:
    """The records that were linked to this one and not taken apart again, the newest first."""
    return list(Link.objects.filter(kept=person, undone_at__isnull=True).select_related("linked").order_by("-created_at"))


def link_on(person: Person) -> Link | None:
    """The link by which a record leads to another one."""
    return Link.objects.filter(linked=person, undone_at__isnull=True).first()


def near(centre: Centre, person: Known) -> list[Double]:
    """Who else of a centre may be this person, the likeliest first: for the form of reception, before anything is saved."""
    others = register.alike(
        centre, called=[person.name], id_numbers=[person.id_number] if person.id_number else [], phones=person.numbers
    )
    known = {one.key: one for one in others if one.key != person.key}
    everybody = [register.record_of(one) for one in (person, *known.values())]
    pairs = find_pairs(everybody, new=lambda record: record.key == person.key, rarity=rarity_of_some(everybody))
    found = [(known[pair.other.key if pair.one.key == person.key else pair.one.key], pair) for pair in pairs]
    return [Double(person, other, pair.verdict.score, pair.verdict.reasons) for other, pair in found]
