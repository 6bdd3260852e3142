"""Whom to call to a panel, and the ballot of one member."""
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from jiazong.commission.catalogue import wording
from jiazong.commission.catalogue.models import Proposal


class CallForm(forms.Form):
    """Whom to call."""

    members = forms.MultipleChoiceField(label=_("Members of panels"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose whom to call.")})

    def __init__(self, *args: Any, candidates: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = list(candidates.items())


class BallotForm(forms.Form):
    """One choice for each proposal of a page; what is left open may be voted on later."""

    def __init__(self, *args: Any, proposals: Iterable[Proposal], given: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = list(proposals)
        for one in self.proposals:
            self.fields[f"vote-{one.pk}"] = forms.ChoiceField(
                label=_("Your vote on %(title)s") % {"title": one.title}, choices=list(wording.VOTES.items()), widget=forms.RadioSelect, required=False,
                initial=given.get(one.pk, ""),
            )  # fmt: skip

    def lines(self) -> list[tuple[Proposal, BoundField]]:
        """Each proposal with its choice."""
        return [(one, self[f"vote-{one.pk}"]) for one in self.proposals]

    def choices(self) -> dict[UUID, str]:
        """What was chosen, by proposal."""
        return {one.pk: choice for one in self.proposals if (choice := self.cleaned_data[f"vote-{one.pk}"])}
