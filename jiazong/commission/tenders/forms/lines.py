"""Forms with lines, kept as a flat mapping of what stands in the browser, so that a half-filled form loses nothing."""
from collections.abc import Mapping
from typing import Any

from django import forms

BESIDES = frozenset({"csrfmiddlewaretoken", "_once", "save", "more", "drop", "check", "form-TOTAL_FORMS"})
MOST_CHARACTERS, MOST_FIELDS = 200_000, 4_000


def typed_of(data: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as it stands in the browser, without what belongs to the sending of it."""
    kept = {name: data[name] for name in list(data)[:MOST_FIELDS] if name not in BESIDES}
    return {name: value.replace("\x00", "") for name, value in kept.items() if isinstance(value, str)}


class LinesOf:
    """The lines of one kind in a flat mapping: how many there are, what stands in each, one more or one less."""

    def __init__(self, form: type[forms.Form], prefix: str, *, at_first: int, most: int) -> None:
        self.form, self.prefix, self.at_first, self.most = form, prefix, at_first, most
        self.formset = forms.formset_factory(form, extra=0, max_num=most, absolute_max=most)

    def bound(self, typed: Mapping[str, str]) -> forms.BaseFormSet:
        """The lines ready to be checked."""
        # Name by name: unpacking what a browser sent would give lists.
        return self.formset(self.count(self.rows(typed)) | {name: typed[name] for name in typed}, prefix=self.prefix)

    def shown(self, rows: list[dict[str, str]]) -> forms.BaseFormSet:
        """The lines as they are shown, with nothing said against them."""
        return self.formset(initial=rows, prefix=self.prefix)

    def count(self, rows: list[dict[str, str]]) -> dict[str, str]:
        return {f"{self.prefix}-TOTAL_FORMS": str(len(rows)), f"{self.prefix}-INITIAL_FORMS": "0"}

    def rows(self, typed: Mapping[str, str], *, drop: int | None = None, more: int = 0) -> list[dict[str, str]]:
        """The lines of a mapping, some added or one left out; blank ones where nothing was typed yet."""
        told = typed.get(f"{self.prefix}-TOTAL_FORMS", "")
        number = min(int(told), self.most) if told.isdecimal() else 0
        names = list(self.form.base_fields)
        rows = [{name: typed.get(f"{self.prefix}-{n}-{name}", "") for name in names} for n in range(number) if n != drop]
        if not rows and not more:
            more = self.at_first
        return [*rows, *({} for _line in range(max(0, min(more, self.most - len(rows)))))]

    def flat(self, rows: list[Mapping[str, Any]]) -> dict[str, str]:
        """Lines as they stand in a flat mapping."""
        made = self.count(rows)
        for n, row in enumerate(rows):
            made |= {f"{self.prefix}-{n}-{name}": str(value) for name, value in row.items() if value not in (None, "")}
        return made


class LineForm(forms.Form):
    """A line in which nothing but a choice stands is a blank line."""

    chosen: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_permitted, self.use_required_attribute = True, False

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - set(self.chosen))


def kept(lines: forms.BaseFormSet) -> list[dict[str, Any]]:
    """What stands in the lines that are not blank; after they were found right."""
    return [form.cleaned_data for form in lines if form.cleaned_data]
