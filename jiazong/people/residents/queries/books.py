"""What a book of people says about whom the register knows already."""
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jiazong.people.residents.models import PeopleBook, Person


@dataclass(frozen=True)
class HintShown:
    """That a line may tell of somebody: a person of the register, or another line of the book."""

    sheet: str
    line: int
    score: float
    reasons: list[str]
    other_line: int | None = None
    person: Person | None = None


def hints_of(book: PeopleBook) -> list[HintShown]:
    """The hints of a book with the people they mean, as far as whoever asks sees them; one question."""
    rows: list[dict[str, Any]] = book.told.get("hint_rows", [])
    people = Person.objects.in_bulk([UUID(one["person"]) for one in rows if "person" in one])
    return [
        HintShown(one["sheet"], one["line"], one["score"], one["reasons"], one.get("line_of_other"), people.get(UUID(one["person"])) if "person" in one else None)
        for one in rows
    ]
