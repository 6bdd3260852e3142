"""Words of the register for codes: sexes, kinds of kin, bonds, ties, deeds, reasons."""
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from jiazong.ground.chronicle.models import Entry
from jiazong.people.residents.drawing import words
from jiazong.people.residents.models import Person
from jiazong.people.residents.rules.reasons import REASONS

# Said by the frame, above every page.
PALETTE = gettext_noop("Find somebody: name, initials, last four digits")
DEEDS = {
    "residents.registered": gettext_lazy("Family registered"),
    "residents.member_added": gettext_lazy("Somebody added to the household"),
    "residents.household_changed": gettext_lazy("Where the household lives changed"),
    "residents.relative_added": gettext_lazy("Written down as a relative"),
    "residents.person_changed": gettext_lazy("Personal facts changed"),
    "residents.phone_added": gettext_lazy("Telephone number added"),
    "residents.group_joined": gettext_lazy("Joined a target group"),
    "residents.group_left": gettext_lazy("Left a target group"),
    "residents.moved": gettext_lazy("Moved"),
    "residents.died": gettext_lazy("Death written down"),
    "residents.kin_added": gettext_lazy("Kin written down"),
    "residents.kin_changed": gettext_lazy("Kin changed"),
    "residents.kin_ended": gettext_lazy("A bond ended"),
    "residents.parted": gettext_lazy("A couple parted"),
    "residents.guardian_checked": gettext_lazy("Papers of a guardian seen"),
    "residents.tied": gettext_lazy("Tie to something outside written down"),
    "residents.taken_back": gettext_lazy("A line of kin struck"),
    "residents.linked": gettext_lazy("Linked with another record of the same person"),
    "residents.unlinked": gettext_lazy("A link with another record taken back"),
    "privacy.uncovered": gettext_lazy("A covered number or address shown in clear"),
}
KEY = {
    "cohabiting": words.COUPLES["cohabiting"], "unsaid": words.COUPLES["unsaid"],
    **{end: word for end, word in words.ENDS.items() if end != "widowed"}, **{kind: word for kind, word in words.PARENTAGES.items() if kind != "birth"},
    "identical": gettext_lazy("Identical twins"), **words.FEELINGS, "dead": gettext_lazy("Has died"),
    "home": gettext_lazy("Lives together"),
}  # fmt: skip

CANNOT_LINK = {
    "same": gettext_lazy("This is one and the same record; choose another."),
    "other_centre": gettext_lazy("The other record is in another centre's register; records are linked within one centre."),
    "linked_already": gettext_lazy("One of the two is linked already; take that link back first."),
    "locked": gettext_lazy("One of the two records is locked; ask the privacy officer."),
}
# What hangs on a person, by its table; a table nobody has named yet counts among the others.
HANGING = {
    "residents.phone": gettext_lazy("Telephone numbers"), "residents.residence": gettext_lazy("Stays in households"),
    "residents.tag": gettext_lazy("Target groups"), "residents.union": gettext_lazy("Couples"), "residents.parentage": gettext_lazy("Parents and children"),
    "residents.guardianship": gettext_lazy("Guardians"), "residents.bond": gettext_lazy("Bonds"), "residents.twin": gettext_lazy("Twins"),
    "residents.person": gettext_lazy("Records linked to it"),
}  # fmt: skip


def hanging(counts: dict[str, int]) -> list[tuple[str, int]]:
    """What hangs on a person in words, added up by kind."""
    found: dict[str, int] = {}
    for key, number in counts.items():
        word = str(HANGING.get(key.rpartition(".")[0]) or _("Other records"))
        found[word] = found.get(word, 0) + number
    return sorted(found.items())


def deed_of(entry: Entry) -> str:
    """What was done, in a word."""
    return str(DEEDS.get(entry.verb, entry.verb))


def reason_of(code: str) -> str:
    """Why two may be one person."""
    return _(REASONS[code]) if code in REASONS else code


def age_of(person: Person, age: int | None) -> str:
    """How old somebody is, as a colleague says it."""
    if person.died_on:
        return _("died in %(year)s") % {"year": person.died_on.year}
    if age is None:
        return _("age not known")
    return (_("about %(age)s") if person.is_birth_estimated else _("aged %(age)s")) % {"age": age}


def people_of(count: int) -> str:
    """How many people."""
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": count}


WORDS = {
    "sex_of": words.sex_of, "age_of": age_of, "people_of": people_of, "deed_of": deed_of, "reason_of": reason_of, "key": KEY,
    "ties": words.TIES, "directions": words.DIRECTIONS, "feelings": words.FEELINGS, "couples": words.COUPLES, "ends": words.ENDS,
    "parentages": words.PARENTAGES,
}  # fmt: skip
