"""Lists cut into pages by the place of a row, never by counting: page 2,000 costs what page 1 costs."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

OLDER, NEWER = "older", "newer"
SEPARATOR = "~"


@dataclass(frozen=True)
class Page:
    """The rows of one page and the questions (`?older=…`) that lead to its neighbours, empty where there is none."""

    rows: list[dict[str, Any]]
    newer: str
    older: str


def page(rows: QuerySet, *, keys: Sequence[str], asked: QueryDict, size: int) -> Page:
    """The page asked for by `?older=` or `?newer=`; `keys` name the order ("-day", "-id"), the last one unique.

    `rows` is a queryset of `.values()` that holds every key. A mark nobody can read gives the first page. The other
    parameters of the question are kept.
    """
    direction, place = _place(rows, keys, asked)
    forwards = direction != NEWER
    found = rows if place is None else rows.filter(_beyond(keys, place, forwards=forwards))
    ordered = found.order_by(*(keys if forwards else [_turned(key) for key in keys]))
    return _cut(list(ordered[: size + 1]), keys, asked, size, is_first=place is None, forwards=forwards)


def is_first(asked: QueryDict) -> bool:
    """Whether the first page is asked for, in so many words."""
    return not asked.get(OLDER) and not asked.get(NEWER)


def first_page(taken: list[dict[str, Any]], *, keys: Sequence[str], asked: QueryDict, size: int) -> Page:
    """The first page from its rows, already read in the order of the keys: one more of them than a page holds."""
    return _cut(taken, keys, asked, size, is_first=True, forwards=True)


def _cut(
    taken: list[dict[str, Any]], keys: Sequence[str], asked: QueryDict, size: int, *, is_first: bool, forwards: bool
) -> Page:
    more, taken = len(taken) > size, taken[:size]
    if not forwards:
        taken.reverse()
    is_first = is_first or (not forwards and not more)
    is_last = forwards and not more
    return Page(
        rows=taken,
        newer="" if is_first or not taken else _question(asked, NEWER, _mark(taken[0], keys)),
        older="" if is_last or not taken else _question(asked, OLDER, _mark(taken[-1], keys)),
    )


def _place(rows: QuerySet, keys: Sequence[str], asked: QueryDict) -> tuple[str, list[Any] | None]:
    direction = NEWER if asked.get(NEWER) else OLDER
    parts = asked.get(direction, "").split(SEPARATOR)
    if len(parts) != len(keys) or "\x00" in "".join(parts):
        return direction, None
    try:
        return direction, [_field(rows, key).to_python(part) for key, part in zip(keys, parts, strict=True)]
    except (ValidationError, ValueError):
        return direction, None


def _field(rows: QuerySet, key: str) -> Any:
    return rows.model._meta.get_field(key.lstrip("-"))


def _beyond(keys: Sequence[str], place: Sequence[Any], *, forwards: bool) -> Q:
    """Rows past a place in the order of the keys; the first key is bounded by itself too, so that an index serves it."""
    first, *_rest = keys
    bounded = Q(**{f"{first.lstrip('-')}__{_side(first, forwards)}e": place[0]})
    beyond, same = Q(), Q()
    for key, value in zip(keys, place, strict=True):
        name = key.lstrip("-")
        beyond |= same & Q(**{f"{name}__{_side(key, forwards)}": value})
        same &= Q(**{name: value})
    return bounded & beyond


def _side(key: str, forwards: bool) -> str:
    return "lt" if key.startswith("-") == forwards else "gt"


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _mark(row: dict[str, Any], keys: Sequence[str]) -> str:
    return SEPARATOR.join(str(row[key.lstrip("-")]) for key in keys)


def _question(asked: QueryDict, direction: str, mark: str) -> str:
    kept = asked.copy()
    for name in (OLDER, NEWER):
        kept.pop(name, None)
    kept[direction] = mark
    return f"?{kept.urlencode()}"
