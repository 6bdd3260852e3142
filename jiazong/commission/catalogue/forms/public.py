"""The survey's form on a telephone: street, group, and the needs in order, each chosen from a list."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.commission.catalogue import wording
from jiazong.commission.catalogue.models import Need, Stratum, Survey
from jiazong.commission.catalogue.rules.needs import BadRanking, check_ranking

PLACES = (
    _("What you need most"), _("In second place"), _("In third place"), _("In fourth place"), _("In fifth place"),
    _("In sixth place"), _("In seventh place"), _("In eighth place"), _("In ninth place"), _("In tenth place"),
)  # fmt: skip


class PublicAnswerForm(forms.Form):
    """One answer of somebody who gives no name; it works without JavaScript."""

    def __init__(self, *args: Any, survey: Survey, needs: list[Need], strata: list[Stratum], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey, self.needs, self.strata = survey, needs, strata
        streets = list(dict.fromkeys((one.region_id, one.region.name) for one in strata))
        groups = list(dict.fromkeys((str(one.group_id), one.group.name) for one in strata))
        self.fields["street"] = forms.ChoiceField(label=_("Where do you live?"), choices=_asked(streets))
        self.fields["group"] = forms.ChoiceField(label=_("Whom do you answer for?"), choices=_asked(groups))
        named = [(str(need.pk), need.name) for need in needs]
        for place, label in enumerate(PLACES[: survey.places], start=1):
            self.fields[f"need_{place}"] = forms.ChoiceField(label=label, choices=_asked(named), required=place == 1)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        told["ranked"] = [int(told[name]) for name in self.fields if name.startswith("need_") and told.get(name)]
        told["stratum"] = next(
            (one for one in self.strata if (one.region_id, str(one.group_id)) == (told.get("street"), told.get("group"))), None
        )
        if not self.errors and told["stratum"] is None:
            self.add_error("group", _("This group is not asked in that street; choose another."))
        try:
            if told["ranked"]:
                check_ranking(told["ranked"], frozenset(need.pk for need in self.needs), self.survey.places)
        except BadRanking as fault:
            self.add_error("need_1", wording.RANKINGS[fault.code])
        return told


def _asked(choices: list[tuple[str, str]]) -> list[tuple[str, Any]]:
    return [("", _("Choose")), *choices]
