"""What a drawing says in words: about each member, each couple, each bond and each tie."""
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from jiazong.ground.ui.formats import day_full
from jiazong.people.residents.drawing.facts import (
    ADOPTED,
    BIRTH,
    COHABITING,
    DIVORCED,
    FOSTER,
    MARRIED,
    SEPARATED,
    STEP,
    UNSAID,
    WIDOWED,
    Couple,
    Scene,
    Seen,
)  # fmt: skip

SEXES = {"m": pgettext_lazy("sex", "Male"), "f": pgettext_lazy("sex", "Female"), "x": gettext_lazy("Another sex")}
COUPLES = {
    MARRIED: gettext_lazy("Married"), COHABITING: gettext_lazy("Living together unmarried"),
    UNSAID: gettext_lazy("Have a child together"),
}  # fmt: skip
ENDS = {SEPARATED: gettext_lazy("Separated"), DIVORCED: gettext_lazy("Divorced"), WIDOWED: gettext_lazy("Widowed")}
PARENTAGES = {
    BIRTH: gettext_lazy("By birth"), ADOPTED: gettext_lazy("Adopted"), FOSTER: gettext_lazy("Fostered"),
    STEP: gettext_lazy("Step child"),
}  # fmt: skip
FEELINGS = {
    "close": gettext_lazy("Close to each other"), "very_close": gettext_lazy("Very close"), "conflict": gettext_lazy("In conflict"),
    "distant": gettext_lazy("Distant"), "cut_off": gettext_lazy("Broken off"), "violent": gettext_lazy("Violent"),
}  # fmt: skip
TIES = {
    "strong": gettext_lazy("Strong support"), "normal": pgettext_lazy("tie", "Ordinary"), "weak": gettext_lazy("Weak support"),
    "stress": gettext_lazy("Strain"),
}  # fmt: skip
DIRECTIONS = {
    "both": gettext_lazy("Both ways"), "in": gettext_lazy("Towards the family"), "out": gettext_lazy("From the family"),
}  # fmt: skip


def sex_of(code: str) -> str:
    """The sex in a word."""
    return str(SEXES.get(code) or pgettext("sex", "Not known"))


def age_of(seen: Seen) -> str:
    """How old, or since when dead."""
    member = seen.member
    if seen.is_dead:
        return _("died in %(year)s") % {"year": member.died_on.year} if member.died_on else _("dead")
    if seen.age is None:
        return _("age not known")
    return (_("about %(age)s") if member.is_birth_estimated else _("aged %(age)s")) % {"age": seen.age}


def told(seen: Seen) -> str:
    """A member in one line."""
    parts = [seen.member.name, sex_of(seen.member.sex), age_of(seen)]
    parts += [_("lives here")] if seen.is_here else []
    parts += [seen.member.note] if seen.member.note else []
    return pgettext("between parts of a sentence", ", ").join(parts)


def couple_told(one: Couple) -> str:
    """How two are or were together, with the days that are known."""
    since = _(" since %(day)s") % {"day": day_full(one.first_day)} if one.first_day else ""
    on = _(" on %(day)s") % {"day": day_full(one.ended_on)} if one.end and one.ended_on else ""
    parts = [f"{COUPLES[one.kind]}{since}", *([f"{ENDS[one.end]}{on}"] if one.end else [])]
    return pgettext("between parts of a sentence", ", ").join(parts)


def summary(scene: Scene) -> str:
    """The whole genogram in a sentence."""
    of = scene.members[scene.index].member.name if scene.index else ""
    values = {"name": of, "day": day_full(scene.day), "n": len(scene.members)}
    return _("Genogram of the family of %(name)s as of %(day)s: %(n)s people; the table says the same in words.") % values


def kin_of(scene: Scene, key: str, couples: Iterable[Couple]) -> list[tuple[str, str]]:
    """Everything the lines at a member say: (what, whom)."""
    name = {other: seen.member.name for other, seen in scene.members.items()}
    found = []
    for kind in PARENTAGES:
        up = [name[link.parent] for link in scene.parents if link.child == key and link.kind == kind]
        down = [name[link.child] for link in scene.parents if link.parent == key and link.kind == kind]
        found += [(_label(_("Parents"), kind), _(", ").join(up))] if up else []
        found += [(_label(_("Children"), kind), _(", ").join(down))] if down else []
    for one in couples:
        if key in (one.one, one.other):
            found.append((couple_told(one), name[one.other if key == one.one else one.one]))
    for one in scene.twins:
        if key in (one.one, one.other):
            said = _("Identical twins") if one.is_identical else _("Twins")
            found.append((said, name[one.other if key == one.one else one.one]))
    for one in scene.feelings:
        if key in (one.one, one.other):
            found.append((str(FEELINGS[one.kind]), name[one.other if key == one.one else one.one]))
    return found


def _label(what: str, kind: str) -> str:
    return what if kind == BIRTH else _("%(what)s (%(kind)s)") % {"what": what, "kind": PARENTAGES[kind]}
