"""Tables from nothing in a third of the time: what migrations know of the tables is not drawn anew for each table that is added.

Django keeps the models as they were at each migration. For every new one it draws anew all that are related to it, one by
one or round many corners; with everything related to accounts that is nearly all, two hundred times. But nothing leads to
a model that was not there before: it is enough to draw it beside the others.
"""
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def only_new_ones_drawn() -> Iterator[None]:
    """Migrate inside; a model of a name that is there already is drawn as Django does it."""
    usual = ProjectState.add_model

    def add_model(self: ProjectState, model: ModelState) -> None:
        key = model.app_label, model.name_lower
        if key in self.models or "apps" not in self.__dict__:
            return usual(self, model)
        self.models[key] = model
        if self._relations is not None:
            self.resolve_model_relations(key)
        return self.apps.render_multiple([model])

    ProjectState.add_model = add_model
    try:
        yield
    finally:
        ProjectState.add_model = usual
