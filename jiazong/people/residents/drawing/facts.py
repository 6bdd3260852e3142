"""What a genogram is drawn from, and how it stood on a day."""
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

MALE, FEMALE = "m", "f"
MARRIED, COHABITING, UNSAID = "married", "cohabiting", "unsaid"
SEPARATED, DIVORCED, WIDOWED = "separated", "divorced", "widowed"
BIRTH, ADOPTED, FOSTER, STEP = "birth", "adopted", "foster", "step"
PARENTAGES = (BIRTH, ADOPTED, FOSTER, STEP)


@dataclass(frozen=True)
class Days:
    """From one day to another, both included; nothing means without an end on that side."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies within."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


EVER = Days()


@dataclass(frozen=True)
class Member:
    """Somebody of the family; `stays` are the days in the household, `note` a few words under the name."""

    key: str
    name: str
    sex: str = ""
    born_on: date | None = None
    is_birth_estimated: bool = False
    died_on: date | None = None
    stays: tuple[Days, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Couple:
    """Two who are or were together; `end` says how it ended, on `ended_on` if that is known."""

    one: str
    other: str
    kind: str = MARRIED
    first_day: date | None = None
    end: str = ""
    ended_on: date | None = None


@dataclass(frozen=True)
class Parent:
    """A parent of a child: by birth, adopted, fostered or step."""

    parent: str
    child: str
    kind: str = BIRTH
    days: Days = EVER


@dataclass(frozen=True)
class Twins:
    """Two born together."""

    one: str
    other: str
    is_identical: bool = False


@dataclass(frozen=True)
class Feeling:
    """How two stand to each other: close, very_close, conflict, distant, cut_off, violent."""

    one: str
    other: str
    kind: str
    days: Days = EVER


@dataclass(frozen=True)
class Family:
    """A family as it is known; `index` is the person it is told from."""

    index: str
    members: tuple[Member, ...]
    couples: tuple[Couple, ...] = ()
    parents: tuple[Parent, ...] = ()
    twins: tuple[Twins, ...] = ()
    feelings: tuple[Feeling, ...] = ()


@dataclass(frozen=True)
class Seen:
    """A member as of a day."""

    member: Member
    age: int | None
    is_dead: bool
    is_here: bool
    is_index: bool

    @property
    def key(self) -> str:
        """The member's own key."""
        return self.member.key


@dataclass(frozen=True)
class Scene:
    """A family as of a day; what had not begun is left out, what had not ended has no end yet."""

    day: date
    members: dict[str, Seen]
    couples: tuple[Couple, ...] = ()
    parents: tuple[Parent, ...] = ()
    twins: tuple[Twins, ...] = ()
    feelings: tuple[Feeling, ...] = ()
    index: str = field(default="")


def age_on(born_on: date, day: date) -> int:
    """Full years of life on a day; whoever is born on 29 February is a year older from 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def as_of(family: Family, day: date) -> Scene:
    """The family as it stood on a day: who was born, who lived, who was together, who belonged to whom."""
    born = {one.key: one for one in family.members if one.born_on is None or one.born_on <= day}
    members = {key: _seen(one, day, is_index=key == family.index) for key, one in born.items()}
    return Scene(
        day=day,
        members=members,
        couples=tuple(_couple(one, day) for one in _both(family.couples, born) if _began(one.first_day, day)),
        parents=tuple(
            one for one in family.parents
            if one.parent in born and one.child in born and one.parent != one.child and one.days.holds(day)
        ),
        twins=tuple(_both(family.twins, born)),
        feelings=tuple(one for one in _both(family.feelings, born) if one.days.holds(day)),
        index=family.index if family.index in members else next(iter(members), ""),
    )  # fmt: skip


def _seen(one: Member, day: date, *, is_index: bool) -> Seen:
    is_dead = one.died_on is not None and one.died_on <= day
    age = age_on(one.born_on, day) if one.born_on and not is_dead else None
    is_here = not is_dead and any(stay.holds(day) for stay in one.stays)
    return Seen(one, age, is_dead, is_here, is_index)


def _both(pairs: Iterable, born: dict[str, Member]) -> list:
    return [one for one in pairs if one.one in born and one.other in born and one.one != one.other]


def _began(first_day: date | None, day: date) -> bool:
    return first_day is None or first_day <= day


def _couple(one: Couple, day: date) -> Couple:
    """Without its end where the end came later."""
    return replace(one, end="", ended_on=None) if one.ended_on and one.ended_on > day else one
