"""Migrations are named, stand in one line in every app, and say what the models say."""
import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

NAMED = re.compile(r"^\d{4}_(?!auto_|initial$)[a-z][a-z0-9_]+$")
LABELS = [config.label for config in apps.get_app_configs() if config.name.startswith("jiazong.")]


@pytest.fixture(scope="module")
def graph():
    return MigrationLoader(None).graph


def of(graph, label: str) -> list[tuple[str, str]]:
    return sorted(node for node in graph.nodes if node[0] == label)


@pytest.mark.parametrize("label", LABELS)
def test_migrations_are_named_by_what_they_do(graph, label):
    assert [name for _, name in of(graph, label) if not NAMED.match(name)] == []


@pytest.mark.parametrize("label", LABELS)
def test_migrations_of_an_app_stand_in_one_line(graph, label):
    nodes = of(graph, label)
    parents = [[parent.key for parent in graph.node_map[node].parents if parent.key[0] == label] for node in nodes]
    assert parents == [[], *([node] for node in nodes[:-1])][: len(nodes)]


@pytest.mark.parametrize(
    ("name", "is_good"),
    [("0001_start", True), ("0002_only_add", True), ("0002_auto_20261124_0910", False), ("0001_initial", False), ("start", False)],
)
def test_a_name_that_says_nothing_is_recognised(name, is_good):
    assert bool(NAMED.match(name)) is is_good


@pytest.mark.django_db
def test_the_models_say_nothing_that_no_migration_says():
    said = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())
