"""A round, a proposal, what the panel says, an edition."""
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiazong.commission.catalogue import wording
from jiazong.commission.catalogue.forms.parts import CHOOSE, RegionField, number, words
from jiazong.commission.catalogue.models import Decision, Need, Proposal
from jiazong.commission.catalogue.models.rounds import FACTS
from jiazong.commission.catalogue.rules import removal, rounds
from jiazong.ground.ui.days import DayField, PastDayField


class RoundForm(forms.Form):
    """A year's round of a city or district."""

    region = RegionField(_("Where"))
    year = number(_("Year of the catalogue"), least=2000, most=2200)
    title = forms.CharField(label=_("Name of the round"), max_length=120)
    opens_on = DayField(label=_("Takes proposals from"))
    closes_on = DayField(label=_("to"))
    panel = forms.CharField(label=_("Review panel"), max_length=200, required=False, help_text=_("Which bodies sit on it; no names."))

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("opens_on") and told.get("closes_on") and told["closes_on"] < told["opens_on"]:
            self.add_error("closes_on", _("The last day lies before the first; correct one of them."))
        return told


class ProposalForm(forms.Form):
    """A project that is proposed; an agency proposes for itself, an office for itself and for whoever came to it."""

    title = forms.CharField(label=_("Project"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(wording.KINDS.items()), widget=forms.RadioSelect, initial="project")
    category = forms.CharField(label=_("Category"), max_length=40, help_text=_("For example: the old, women and children, the disabled."))
    region = RegionField(_("For which place"))
    users = forms.CharField(label=_("Target users"), max_length=300)
    need = words(_("The need behind it"), 4000)
    surveyed = forms.ModelChoiceField(Need.objects.none(), label=_("Need of a survey"), required=False, empty_label=_("none"))
    purchaser = forms.CharField(label=_("Purchaser"), max_length=120)
    city_percent = number(_("Share of the city"), most=100, required=False)
    district_percent = number(_("Share of the district"), most=100, required=False)
    proposer_kind = forms.ChoiceField(label=_("Proposed by"), choices=[*CHOOSE, *wording.PROPOSERS.items()])
    proposer = forms.CharField(
        label=_("Name of the proposer"), max_length=120, help_text=_("A body's name; for the public only “residents of …”, no names.")
    )

    def __init__(self, *args: Any, regions: Any, needs: QuerySet[Need] | None, own_agency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions
        if needs is None:
            del self.fields["surveyed"]
        else:
            self.fields["surveyed"].queryset = needs
            self.fields["surveyed"].label_from_instance = lambda need: f"{need.name}（{need.survey.title}）"
        if own_agency:
            del self.fields["proposer_kind"], self.fields["proposer"]

    @staticmethod
    def initial_of(proposal: Proposal) -> dict[str, Any]:
        """What the form shows of a proposal."""
        names = (*FACTS, "region", "surveyed", "proposer_kind", "proposer")
        return {name: getattr(proposal, name) for name in names}

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not {"city_percent", "district_percent"} & set(self.errors):
            try:
                rounds.check_shares(told.get("city_percent"), told.get("district_percent"))
            except rounds.BadShares:
                self.add_error("district_percent", _("City and district must make 100 percent together; leave both empty if it is not settled."))
        return told

    def facts(self) -> dict[str, Any]:
        """The project as it was typed."""
        told = {name: self.cleaned_data[name] for name in FACTS}
        return told | ({"surveyed": self.cleaned_data["surveyed"]} if "surveyed" in self.fields else {})


class JudgeForm(forms.Form):
    """What the panel says of two look-alikes."""

    verdict = forms.ChoiceField(label=_("These two are"), choices=list(wording.VERDICTS.items()), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=500)


class DecideForm(forms.Form):
    """What the panel decided about a proposal."""

    outcome = forms.ChoiceField(label=_("Decision of the panel"), choices=list(wording.OUTCOMES.items()), widget=forms.RadioSelect)
    into = forms.ModelChoiceField(Proposal.objects.none(), label=_("Merged into"), required=False, empty_label=_("none"))
    votes_for = number(_("Votes for"), most=200, required=False)
    votes_against = number(_("Votes against"), most=200, required=False)
    reason = forms.CharField(label=_("Why"), max_length=500)

    def __init__(self, *args: Any, others: QuerySet[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        merged = told.get("outcome") == Decision.MERGED
        if merged and not told.get("into") and "into" not in self.errors:
            self.add_error("into", _("Choose the proposal it is merged into."))
        if not merged:
            told["into"] = None
        if (told.get("votes_for") is None) != (told.get("votes_against") is None):
            self.add_error("votes_against", _("Write both numbers of votes, or neither."))
        elif told.get("outcome") == Decision.ADMITTED and told.get("votes_for") is not None and not rounds.is_carried(
            told["votes_for"], told["votes_against"]
        ):
            self.add_error("votes_for", _("There are not more votes for than against; such a proposal is not admitted."))
        return told

    def votes(self) -> tuple[int, int] | None:
        """The votes for and against, if they were written down."""
        held = self.cleaned_data
        return None if held["votes_for"] is None else (held["votes_for"], held["votes_against"])


class EditionForm(forms.Form):
    """The head of a published catalogue."""

    title = forms.CharField(label=_("Title"), max_length=160)
    issued_by = forms.CharField(label=_("Issued by"), max_length=120)


class EventForm(forms.Form):
    """Something that happened to a project of the catalogue."""

    kind = forms.ChoiceField(
        label=_("What happened"), widget=forms.RadioSelect,
        choices=[(kind, wording.EVENTS[kind]) for kind in (removal.BOUGHT, removal.RENEWAL_APPLIED, removal.RENEWAL_REFUSED)],
    )  # fmt: skip
    day = PastDayField(label=_("Day"))
    last_day = DayField(label=_("Last day of the cycle"), required=False, help_text=_("When it was bought: until when."))
    words = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("kind") == removal.BOUGHT:
            if not told.get("last_day") and "last_day" not in self.errors:
                self.add_error("last_day", _("The last day of the cycle is missing; the rule for leaving counts from it."))
            elif told.get("last_day") and told.get("day") and told["last_day"] < told["day"]:
                self.add_error("last_day", _("The last day lies before the first; correct one of them."))
        else:
            told["last_day"] = None
        return told
