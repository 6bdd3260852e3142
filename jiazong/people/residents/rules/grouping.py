"""Which rows of a book are one household: by its number, else by the head's name and the door, else by the order of the rows."""
from collections.abc import Sequence
from dataclasses import dataclass, field

from jiazong.people.residents.rules import doors, names
from jiazong.people.residents.rules.rows import Row


@dataclass
class Family:
    """The rows of one household in their order; `number` is the outside one."""

    number: str = ""
    rows: list[Row] = field(default_factory=list)

    def told(self, what: str) -> str:
        """What the first row that says anything says of the household."""
        return next((text for row in self.rows if (text := getattr(row, what))), "")


def households(rows: Sequence[Row]) -> list[Family]:
    """The households of a book in the order of their first rows; each row stands in exactly one.

    Two heads behind one door are two households; a member without a head's name goes with the last head behind that door.
    """
    found: dict[tuple, Family] = {}
    at_door: dict[str, tuple] = {}
    last: tuple | None = None
    line = 0
    for place, row in enumerate(rows):
        # A row that was refused in between may have been a head: nobody is put into the family before it.
        key = _key(row, at_door, last if row.line == line + 1 else None, place)
        if row.is_head or door_of(row) not in at_door:
            at_door[door_of(row)] = key
        family = found.setdefault(key, Family(row.household_number))
        family.rows.append(row)
        last, line = key, row.line
    return list(found.values())


def _key(row: Row, at_door: dict[str, tuple], last: tuple | None, place: int) -> tuple:
    if row.household_number:
        return ("number", row.household_number)
    door = door_of(row)
    if row.head:
        return ("head", names.folded(row.head), door)
    if row.is_head:
        return ("head", names.folded(row.name), door)
    if door:
        return at_door.get(door, ("door", door))
    if row.relation and last and last[0] != "number":
        return last  # 妻, 长子 below their head, in a book without addresses
    return ("alone", place)


def door_of(row: Row) -> str:
    """One way of writing the door of a row; nothing where the row names none."""
    return doors.door_of(row.estate, row.community, row.block, row.room, row.address)
