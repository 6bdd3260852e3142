"""Foreign keys are written as strings too, where no import shows; they go down the floors as imports do."""
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps

from tests.house.tree import FLOORS

Relation = tuple[tuple[str, str], tuple[str, str], str]


def relations() -> Iterator[Relation]:
    """Every relation of the product's tables as (floor, app) → (floor, app) with its name."""
    ours = {
        config.label: tuple(config.name.split(".")[1:3])
        for config in apps.get_app_configs()
        if config.name.startswith("jiazong.") and config.name.count(".") == 2
    }
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = getattr(field.remote_field, "model", None) if not field.auto_created and field.is_relation else None
            if model._meta.app_label in ours and target is not None and target._meta.app_label in ours:
                yield ours[model._meta.app_label], ours[target._meta.app_label], str(field)


def upward(found: Iterable[Relation]) -> list[str]:
    """The relations that point to a floor above their own."""
    return [name for (floor, _), (below, _), name in found if FLOORS.index(floor) < FLOORS.index(below)]


def circles(found: Iterable[Relation]) -> list[str]:
    """The apps of one floor that reach each other in a circle."""
    edges: dict[str, set[str]] = {}
    for (floor, app), (other_floor, other), _ in found:
        if floor == other_floor and app != other:
            edges.setdefault(app, set()).add(other)

    def reached(start: str) -> set[str]:
        seen, ahead = set(), [start]
        while ahead:
            for app in edges.get(ahead.pop(), ()):
                if app not in seen:
                    seen.add(app)
                    ahead.append(app)
        return seen

    return sorted(app for app in edges if app in reached(app))


def test_relations_point_down_the_floors():
    found = list(relations())
    assert len(found) > 20, "the walk finds too little to mean anything"
    assert upward(found) == []


def test_apps_of_a_floor_do_not_point_at_each_other_in_a_circle():
    assert circles(relations()) == []


@pytest.mark.parametrize(
    ("floor", "below", "faults"),
    [("people", "ground", 0), ("people", "people", 0), ("ground", "people", 1), ("commission", "ledger", 1)],
)
def test_a_relation_upwards_is_found(floor, below, faults):
    assert len(upward([((floor, "one"), (below, "two"), "one.field")])) == faults


def test_a_circle_over_three_apps_is_found():
    ring = [(("people", a), ("people", b), f"{a}.{b}") for a, b in ("ab", "bc", "ca")]
    assert circles(ring) == ["a", "b", "c"]
    assert circles(ring[:2]) == []
