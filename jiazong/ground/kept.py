"""Questions every page asks: the statement is put together by Django once and kept, and asked again with other values.

Putting a question together takes Django longer than the database needs to answer it. Only questions of one shape are kept:

    @kept(code=str)
    def one_contract(code):
        return Contract.objects.select_related("centre").filter(code=code)

    contract = one_contract.first(code="tianhe-2026")
"""
import copy
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# Stands for the value of that place while the statement is put together; nobody asks for these.
SAMPLES: dict[type, Callable[[int], Any]] = {
    str: lambda place: f"\N{REPLACEMENT CHARACTER} value {place}",
    int: lambda place: 2_147_480_000 + place,
    date: lambda place: date(3901, 1, 1 + place),
    UUID: lambda place: UUID(int=0xFADE << 64 | place),
}


class NotKept(ValueError):
    """A question that cannot be kept: a value does not stand in its statement as it was given."""


class Kept:
    """A question put together once; its values are named as the function's are."""

    def __init__(self, build: Callable[..., QuerySet], types: dict[str, type]) -> None:
        self._build, self._types = build, types
        self._made: dict[bool, _Statement] = {}
        self.__doc__ = build.__doc__

    def __call__(self, **values: Any) -> list[Any]:
        """All rows."""
        # Django writes a statement somewhat differently where values are sent apart from it.
        apart = connections[DEFAULT_DB_ALIAS].features.uses_server_side_binding
        if apart not in self._made:
            self._made[apart] = _Statement(self._build, self._types)
        return self._made[apart].ask(values)

    def first(self, **values: Any) -> Any:
        """The first row, None where there is none; the question itself should ask for one only."""
        return next(iter(self(**values)), None)


def kept(**types: type) -> Callable[[Callable[..., QuerySet]], Kept]:
    """Keep the statement of a function that builds a queryset from these values: `@kept(code=str, day=date)`."""
    return lambda build: Kept(build, types)


class _Statement:
    def __init__(self, build: Callable[..., QuerySet], types: dict[str, type]) -> None:
        samples = {name: SAMPLES[kind](place) for place, (name, kind) in enumerate(types.items())}
        self._rows = build(**samples)
        self._compiler = self._rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self._sql, given = self._compiler.as_sql()
        names = {value: name for name, value in samples.items()}
        self._places = [(value, names.get(value) if isinstance(value, tuple(SAMPLES)) else None) for value in given]
        if missing := set(types) - {name for _value, name in self._places}:
            raise NotKept(f"{build.__qualname__}: {', '.join(sorted(missing))}")

    def ask(self, values: dict[str, Any]) -> list[Any]:
        given = tuple(_as(value, values[name]) if name else value for value, name in self._places)
        compiler = copy.copy(self._compiler)
        compiler.connection, compiler.as_sql = connections[DEFAULT_DB_ALIAS], lambda: (self._sql, given)
        query = _Query(self._rows.query, compiler)
        return list(self._rows._iterable_class(SimpleNamespace(
            query=query, db=DEFAULT_DB_ALIAS, model=self._rows.model, _known_related_objects={}, _fields=self._rows._fields,
        )))  # fmt: skip


def _as(sample: Any, value: Any) -> Any:
    """The value in the form in which Django gives such a one to the database: whole numbers bear their width."""
    return type(sample)(value) if isinstance(sample, int) and value is not None else value


class _Query:
    """The query of a kept statement, with the statement in the place of what would put it together."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_which: Any, **_given: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)
