"""Which column of a sheet of people means what: by its heading in any of its ways, in any order, under titles and gathering heads."""
import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jiazong.ground.sheets.values import Cell, Merge, column_letter, fold_heading, fold_text

_HERE = Path(__file__).parent
LOOKED_AT, LEAST = 40, 2  # rows looked at for a heading, columns it must name besides the name
SEVERAL = frozenset({"phone", "phone_more", "contact_phone", "tags"})
_GATHERING = {"监护人": "other", "紧急联系人": "other", "联系人": "other", "家属": "other", "户主": "head", "户主信息": "head"}
_PHONES = frozenset({"phone", "phone_more", "contact_phone"})


def _words(name: str, key: str, value: str) -> dict[str, str]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return {row[value]: row[key] for row in csv.DictReader(file)}


MEANINGS = {fold_heading(word): meaning for word, meaning in _words("people_headings.csv", "meaning", "synonym").items()}


@dataclass(frozen=True)
class Column:
    """A column as the sheet writes it and what it means; nothing where its meaning is not known or not used."""

    place: int
    heading: str
    meaning: str

    @property
    def letter(self) -> str:
        """The letters a spreadsheet shows above it."""
        return column_letter(self.place)


@dataclass(frozen=True)
class Heads:
    """The heading of a sheet: the last row it takes and its columns."""

    last_row: int
    columns: tuple[Column, ...]

    def places(self, meaning: str) -> list[Column]:
        """The columns of a meaning, left to right."""
        return [one for one in self.columns if one.meaning == meaning]


def meaning_of(heading: str, above: str = "") -> str:
    """What a heading means, by itself or under a heading that gathers several columns; nothing where nobody knows."""
    own, over = fold_heading(heading), fold_heading(above)
    joined = MEANINGS.get(over + own) if over and over != own else None
    if joined:
        return joined
    found = MEANINGS.get(own, "")
    gathers = _GATHERING.get(over)
    if gathers == "other":
        return "contact_phone" if found in _PHONES else "other"
    if gathers == "head":
        return "head" if found == "name" else "other" if found != "address" else found
    return found or _by_parts(own)


def _by_parts(folded: str) -> str:
    """姓名/name, 手机或电话: when all parts known mean the same."""
    for joint in "/、|或与及和&":
        if joint in folded:
            found = {MEANINGS[part] for part in folded.split(joint) if part in MEANINGS}
            return found.pop() if len(found) == 1 else ""
    return ""


def find_heads(rows: Sequence[tuple[int, Sequence[Cell]]], merged: Iterable[Merge] = ()) -> Heads | None:
    """The heading among the first rows of a sheet, with the row that divides it below; None where no row names people."""
    merges = list(merged)
    best: tuple[int, Heads] | None = None
    for at, (number, cells) in enumerate(rows[:LOOKED_AT]):
        above = _spread(number - 1, rows[at - 1][1], merges) if at else []
        for top, low, last in ((above, cells, number), ([], cells, number)):
            heads = Heads(last, _columns(top, low))
            score = len({one.meaning for one in heads.columns} - {"", "other"})
            if heads.places("name") and score >= LEAST and (best is None or score > best[0]):
                best = score, heads
    return best[1] if best else None


def _spread(number: int, cells: Sequence[Cell], merges: list[Merge]) -> list[Cell]:
    """A row whose merged cells say the same in every column they cover."""
    spread = list(cells)
    for one in merges:
        if one.first_row <= number <= one.last_row and one.first_column < len(spread):
            spread += [None] * (one.last_column + 1 - len(spread))
            if number == one.first_row:
                spread[one.first_column : one.last_column + 1] = [spread[one.first_column]] * (one.last_column + 1 - one.first_column)
    return spread


def _columns(above: Sequence[Cell], cells: Sequence[Cell]) -> tuple[Column, ...]:
    found: list[Column] = []
    taken: set[str] = set()
    for place in range(max(len(cells), len(above))):
        low, top = _text(cells, place), _text(above, place)
        heading = low or top
        meaning = meaning_of(low, top) if low else MEANINGS.get(fold_heading(top), "")
        if meaning in taken and meaning not in SEVERAL:
            meaning = "phone_more" if meaning == "phone" else ""
        taken.add(meaning)
        if heading:
            found.append(Column(place, " ".join(heading.split()), meaning))
    return tuple(found)


def _text(cells: Sequence[Cell], place: int) -> str:
    cell = cells[place] if place < len(cells) else None
    return cell.strip() if isinstance(cell, str) and fold_text(cell) else ""
