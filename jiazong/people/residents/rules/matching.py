"""Which person of the register a row of a book tells of, and what it would change; pure."""
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jiazong.people.residents.rules import identity, names
from jiazong.people.residents.rules.grouping import door_of
from jiazong.people.residents.rules.linkage import DIFFERENT, ONE_SIGN, compare_names
from jiazong.people.residents.rules.refusals import Refused
from jiazong.people.residents.rules.rows import Row


@dataclass(frozen=True)
class Known:
    """A person as the register has it; numbers are in one way of writing, `door` is the household's."""

    key: object
    name: str
    outside_number: str = ""
    sex: str = ""
    born_on: date | None = None
    is_birth_estimated: bool = False
    died_on: date | None = None
    id_kind: str = ""
    id_number: str = ""
    registration: str = ""
    languages: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    household: object = None
    household_number: str = ""
    door: str = ""
    relation: str = ""
    is_head: bool = False
    is_locked: bool = False


class Register:
    """The people a book may tell of, by what a row may name them by."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.by_number: dict[str, Known] = {}
        self.by_id: dict[str, list[Known]] = defaultdict(list)
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        for one in people:
            if one.outside_number:
                self.by_number[one.outside_number] = one
            if one.id_number:
                self.by_id[identity.eighteen(one.id_number)].append(one)
            self.by_name[names.folded(one.name)].append(one)

    def find(self, row: Row) -> Known | str | None:
        """The person of a row; a code of refusal where the row contradicts the register; None for somebody new."""
        if row.outside_number:
            found = self.by_number.get(row.outside_number)
            if found:
                return "number_of_another" if _is_somebody_else(row, found) else found
            return self._without_number(row)
        if row.paper:
            holders = self.by_id.get(row.paper.number, [])
            same = [one for one in holders if _is_name(one.name, row.name)]
            if same:
                return same[0]
            if holders:
                return "id_of_another"
        return next((one for one in self.by_name.get(names.folded(row.name), []) if _is_natural(row, one)), None)

    def _without_number(self, row: Row) -> Known | None:
        """Somebody whom reception has written down before the book with its numbers came."""
        holders = self.by_id.get(row.paper.number, []) if row.paper else []
        free = [one for one in holders if not one.outside_number and _is_name(one.name, row.name)]
        if row.born_on and row.numbers:
            free += [one for one in self.by_name.get(names.folded(row.name), []) if not one.outside_number and _is_natural(row, one)]
        return free[0] if free else None


def _is_name(one: str, other: str) -> bool:
    return compare_names(one, other) not in (DIFFERENT, ONE_SIGN)


def _is_somebody_else(row: Row, known: Known) -> bool:
    """An outside number that now bears another name and another identity number has been given away again."""
    other_id = row.paper and known.id_number and identity.eighteen(known.id_number) != row.paper.number
    return bool(other_id) and compare_names(row.name, known.name) == DIFFERENT


def _is_natural(row: Row, known: Known) -> bool:
    """Name, birth date and telephone, as far as the row tells them; without both the door."""
    if row.paper and known.id_number and identity.eighteen(known.id_number) != row.paper.number:
        return False
    if row.born_on and known.born_on and not _is_birth(row, known):
        return False
    numbers = {one.number for one in row.numbers}
    if numbers and known.numbers and not numbers & known.numbers:
        return False
    agreed = bool(row.born_on and known.born_on), bool(numbers and known.numbers)
    if any(agreed):
        return all(agreed) or not (row.born_on and numbers)
    if row.born_on or numbers:
        return False
    return bool(door_of(row)) and door_of(row) == known.door or bool(row.household_number) and row.household_number == known.household_number or (
        not known.born_on and not known.numbers and not known.door and not door_of(row)
    )  # fmt: skip


def _is_birth(row: Row, known: Known) -> bool:
    if row.is_birth_estimated or known.is_birth_estimated:
        return abs(row.born_on.year - known.born_on.year) <= 1
    return row.born_on == known.born_on


def once(rows: Sequence[Row]) -> tuple[list[Row], list[Refused]]:
    """The rows of a book without those that tell a second time of a person or bear a number a second time."""
    taken, refused = [], []
    first: dict[tuple, Row] = {}
    for row in rows:
        key, code, meaning = _key(row)
        before = first.setdefault(key, row)
        if before is row:
            taken.append(row)
        else:
            refused.append(Refused(row.sheet, row.line, row.heading(meaning), code, {"line": before.line}))
    return taken, refused


def _key(row: Row) -> tuple[tuple, str, str]:
    if row.outside_number:
        return ("number", row.outside_number), "number_twice", "outside_number"
    if row.paper:
        return ("id", row.paper.number), "person_twice", "id_number"
    numbers = min((one.number for one in row.numbers), default="")
    place = "" if numbers or row.born_on else door_of(row) or row.household_number
    return ("natural", names.folded(row.name), row.born_on, numbers, place), "person_twice", "name"


def changes(row: Row, known: Known) -> dict[str, object]:
    """The columns of a person that the row tells otherwise; what it leaves blank stays."""
    found: dict[str, object] = {}
    for column in ("outside_number", "name", "sex", "died_on", "registration"):
        told = getattr(row, column)
        if told and told != getattr(known, column):
            found[column] = told
    if row.languages and row.languages != known.languages:
        found["languages"] = list(row.languages)
    if row.paper and row.paper.number != known.id_number:
        found |= {"id_number": row.paper.number, "id_kind": row.paper.kind}
    if row.born_on and _tells_birth(row, known):
        found |= {"born_on": row.born_on, "is_birth_estimated": row.is_birth_estimated}
    return found


def _tells_birth(row: Row, known: Known) -> bool:
    if known.born_on is None:
        return True
    if row.is_birth_estimated:
        return known.is_birth_estimated and abs(row.born_on.year - known.born_on.year) > 1
    return row.born_on != known.born_on or known.is_birth_estimated


def as_known(row: Row, key: object) -> Known:
    """A row as somebody of the register, for comparing it with the others."""
    paper = {"id_kind": row.paper.kind, "id_number": row.paper.number} if row.paper else {}
    plain = Known(key, row.name, row.outside_number, row.sex, row.born_on, row.is_birth_estimated)
    return replace(plain, numbers=frozenset(one.number for one in row.numbers), door=door_of(row), **paper)
