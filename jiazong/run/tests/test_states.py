"""Tables from nothing: a new one is drawn beside the others, and what is known in the end is what Django would know."""
import pytest
from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState, StateApps

from jiazong.run import prepare
from jiazong.run.states import only_new_ones_drawn

CASCADE = models.CASCADE


def model(name: str, **fields: models.Field) -> ModelState:
    return ModelState("house", name, [("id", models.BigAutoField(primary_key=True)), *fields.items()])


def two_rooms() -> ProjectState:
    state = ProjectState()
    state.add_model(model("Door"))
    state.add_model(model("Room", door=models.ForeignKey("house.Door", CASCADE)))
    return state


def known_of(apps: Apps) -> dict[str, list[str]]:
    """Of each model its fields and what leads to it."""
    return {one._meta.label: sorted(map(str, one._meta.get_fields(include_hidden=True))) for one in apps.get_models(include_auto_created=True)}


def test_a_new_model_leaves_the_others_as_they_are_drawn():
    state = two_rooms()
    before = {one._meta.label: one for one in state.apps.get_models()}
    with only_new_ones_drawn():
        state.add_model(model("Key", door=models.ForeignKey("house.Door", CASCADE), rooms=models.ManyToManyField("house.Room")))
    after = {one._meta.label: one for one in state.apps.get_models()}
    assert set(after) - set(before) == {"house.Key"}
    assert all(after[label] is one for label, one in before.items())
    assert known_of(state.apps) == known_of(StateApps(set(), state.models))
    assert state.apps.get_model("house.Door")._meta.get_field("key").related_model is after["house.Key"]


def test_a_model_of_a_name_that_was_there_is_drawn_with_all_that_lead_to_it():
    state = two_rooms()
    door, room = state.apps.get_model("house.Door"), state.apps.get_model("house.Room")
    with only_new_ones_drawn():
        state.add_model(model("Door", width=models.IntegerField(default=1)))
    assert state.apps.get_model("house.Door") is not door and state.apps.get_model("house.Room") is not room
    assert known_of(state.apps) == known_of(StateApps(set(), state.models))


def test_afterwards_django_draws_as_it_always_did():
    usual = ProjectState.add_model
    with pytest.raises(LookupError), only_new_ones_drawn():
        assert ProjectState.add_model is not usual
        raise LookupError
    assert ProjectState.add_model is usual


def test_after_all_migrations_is_known_what_a_drawing_of_the_end_alone_knows():
    graph = MigrationLoader(None).graph
    state = ProjectState()
    with only_new_ones_drawn():
        for node in graph._generate_plan(graph.leaf_nodes(), at_end=True):
            assert state.apps
            state = graph.nodes[node].mutate_state(state, preserve=False)
    assert known_of(state.apps) == known_of(StateApps(set(), state.models))


@pytest.mark.django_db
def test_a_migration_that_is_not_recorded_is_still_to_be_done():
    assert not prepare._pending()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")  # the owner, until the test is taken back
    MigrationRecorder(connection).record_unapplied("workdays", max(name for app, name in prepare._names_of_migrations() if app == "workdays"))
    assert prepare._pending()


def test_the_names_of_the_migrations_are_those_that_django_reads():
    assert prepare._names_of_migrations() == set(MigrationLoader(None).disk_migrations)
