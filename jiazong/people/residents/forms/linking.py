"""Two records of one person side by side: which says what is kept, and why they are one."""
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.people.residents.actions.merging import Side

KEPT, LINKED = "kept", "linked"
LONGEST_REASON = 200
LABELS = {
    "name": _("Name"), "sex": _("Sex"), "born_on": _("Born"), "died_on": _("Day of death"), "id_number": _("ID number"),
    "registration": _("Household registration"), "languages": _("Languages"),
}  # fmt: skip


class LinkForm(forms.Form):
    """For each thing the two records say otherwise, which of the two holds; and a reason."""

    def __init__(self, *args: Any, sides: Iterable[Side], shown: Callable[[str, Any], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differing = [side for side in sides if side.differs]
        for side in self.differing:
            choices = [(KEPT, shown(side.choice, side.kept)), (LINKED, shown(side.choice, side.linked))]
            self.fields[side.choice] = forms.ChoiceField(
                label=LABELS[side.choice], choices=choices, initial=side.taken, widget=forms.RadioSelect,
                error_messages={"required": _("Choose which of the two holds.")},
            )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label=_("Why they are one person"), max_length=LONGEST_REASON,
            error_messages={
                "required": _("Say why they are one person; somebody may have to take it back."),
                "max_length": _("Say it in at most 200 signs."),
            },
        )  # fmt: skip

    @property
    def take(self) -> list[str]:
        """What is taken over from the other record."""
        return [side.choice for side in self.differing if self.cleaned_data[side.choice] == LINKED]
