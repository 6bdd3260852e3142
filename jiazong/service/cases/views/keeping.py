"""A form of a case that keeps what is typed: it opens with it, says what other windows hold, and lets go when finished."""
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, QueryDict

from jiazong.service.cases.actions import drafts as actions
from jiazong.service.cases.models import Case, Draft
from jiazong.service.cases.queries import drafts as queries
from jiazong.service.cases.rules import drafts as rules
from jiazong.service.cases.rules.drafts import Kept, Text

# Fields of a page that nobody types.
UNTYPED = frozenset({"csrfmiddlewaretoken", "_once", "request_key", "_seen", "_window", "_keep", "_field", "_settled", "_about", "do"})
MANY = (forms.CheckboxSelectMultiple, forms.SelectMultiple)


@dataclass
class Keeping:
    """What is kept of one form by one person, and the window she is typing in."""

    request: HttpRequest
    case: Case
    form: str
    about: str = ""
    kept: Kept = field(default_factory=Kept)
    row: Draft | None = None
    others: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    window: str = field(default_factory=lambda: uuid4().hex[:12])

    @property
    def seen(self) -> int:
        """Up to which write this page shows what is kept."""
        return self.kept.write

    @property
    def is_open(self) -> bool:
        """Whether the form opens with something that was kept."""
        return self.row is not None

    @property
    def asks_to_keep(self) -> bool:
        """Whether the form was sent only to be kept: the button for browsers without scripts."""
        return self.request.method == "POST" and "_keep" in self.request.POST

    def start(self, form: type[forms.Form] | forms.Form, given: dict[str, Any]) -> dict[str, Any]:
        """What the form opens with: what was kept, else what is given."""
        return given | initial_of(getattr(form, "base_fields", {}) | getattr(form, "fields", {}), self.kept)

    def keep(self) -> None:
        """Keep all that was sent."""
        post = self.request.POST
        self.kept = actions.keep(
            self.case, self.form, typed_in(post), by=self.request.user, about=self.about, seen=number(post.get("_seen")),
            window=post.get("_window", self.window)[:40],
        )  # fmt: skip

    def stands_alone(self) -> bool:
        """Whether no other window holds a text this one has not shown; else `others` has them and what was sent is kept beside."""
        post = self.request.POST
        window, seen = post.get("_window", "")[:40], number(post.get("_seen"))
        self.others = rules.unseen(self.kept, typed_in(post), seen=seen, window=window)
        self.window = window or self.window
        if self.others:
            self.keep()
        return not self.others

    def drop(self) -> None:
        """Let go of what was kept: the form is finished."""
        actions.drop(self.case, self.form, by=self.request.user, about=self.about)


def keeping(request: HttpRequest, case: Case, form: str, about: object = "") -> Keeping:
    """What is kept of a form of a case by whoever asks."""
    kept, row = queries.draft_of(case, request.user, form, str(about))
    found = Keeping(request, case, form, str(about), kept, row)
    found.others = kept.beside if request.method != "POST" else {}
    return found


def typed_in(post: QueryDict) -> dict[str, list[str]]:
    """What was typed: every field but those of the page itself."""
    return {name: values for name, values in post.lists() if name not in UNTYPED}


def initial_of(fields: dict[str, forms.Field], kept: Kept) -> dict[str, Any]:
    """What is kept, as the boxes of a form take it."""
    found: dict[str, Any] = {}
    for name, values in kept.shown.items():
        if name in fields and isinstance(fields[name].widget, MANY):
            found[name] = [value for value in values if value]
        elif name in fields and isinstance(fields[name].widget, forms.CheckboxInput):
            found[name] = any(values)
        else:
            found[name] = values[0] if values else ""
    return found


def number(text: str | None) -> int:
    """A count of writes from the page; what is no number has seen nothing."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
