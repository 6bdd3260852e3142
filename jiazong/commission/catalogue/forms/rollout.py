"""Targets, a centre to come, its stages, its opening ceremony."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.commission.catalogue import wording
from jiazong.commission.catalogue.forms.parts import RegionField, number
from jiazong.commission.catalogue.models import Duty, Site
from jiazong.commission.catalogue.rules import rollout
from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.ground.ui.inputs import ClockInput
from jiazong.people.places.models import Centre, Region


class TargetForm(forms.Form):
    """How many centres are to be open by the end of a year or plan."""

    region = RegionField(_("Where"))
    first_year = number(_("From the year"), least=2000, most=2200)
    last_year = number(_("to the end of"), least=2000, most=2200)
    centres = number(_("Centres to be open by then"), least=1, most=100_000)
    source = forms.CharField(label=_("Where the target stands"), max_length=200)

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("first_year") and told.get("last_year") and told["last_year"] < told["first_year"]:
            self.add_error("last_year", _("The last year lies before the first; correct one of them."))
        return told


class SiteForm(forms.Form):
    """A centre that is to come."""

    region = RegionField(_("Street"))
    name = forms.CharField(label=_("Name of the centre"), max_length=120)
    year = number(_("To be opened in"), least=2000, most=2200)
    planned_on = PastDayField(label=_("Planned on"))

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions


class StagesForm(forms.Form):
    """The days a centre reached its stages, and whom it serves."""

    planned = PastDayField(label=_("Planned on"))
    tendered = PastDayField(label=_("Tendered on"), required=False)
    fitted = PastDayField(label=_("Fitted out on"), required=False)
    opened = PastDayField(label=_("Opened on"), required=False)
    centre = forms.ModelChoiceField(Centre.objects.none(), label=_("The centre in the register"), required=False, empty_label=_("none yet"))
    served = forms.ModelMultipleChoiceField(
        Region.objects.none(), label=_("Communities it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, site: Site, centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres
        self.fields["served"].queryset = Region.objects.filter(code__startswith=site.region_id[:9], level="community").order_by("code")
        self.fields["served"].label_from_instance = lambda region: region.name

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("planned") and not self.errors:
            try:
                rollout.check_order(self.days())
            except rollout.OutOfOrder as fault:
                said = _("“%(later)s” lies before “%(earlier)s”; correct one of the two days.")
                self.add_error(fault.later, said % {"later": wording.STAGES[fault.later], "earlier": wording.STAGES[fault.earlier]})
        return told

    def days(self) -> rollout.Days:
        """The days as they were typed."""
        return rollout.Days(**{stage: self.cleaned_data[stage] for stage in rollout.STAGES})


class CeremonyForm(forms.Form):
    """An opening ceremony (domain A39): no names, only how many guests."""

    day = DayField(label=_("Day"))
    starts = forms.TimeField(label=_("Begins at"), widget=ClockInput, input_formats=["%H:%M"], error_messages={"invalid": _("This time cannot be read; write it as 09:00.")})
    place = forms.CharField(label=_("Venue"), max_length=120)
    organiser = forms.CharField(label=_("Organiser"), max_length=120)
    size = number(_("About how many people"), least=1, most=100_000)
    invited = number(_("Guests invited"), most=100_000)
    confirmed = number(_("Guests who said yes"), most=100_000)
    duties_done = forms.MultipleChoiceField(label=_("Seen to"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, duties: list[Duty], points: list[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        self.fields["duties_done"].choices = [(one.code, f"{one.office}：{one.words}") for one in duties]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("confirmed", 0) > told.get("invited", 0) and not {"confirmed", "invited"} & set(self.errors):
            self.add_error("confirmed", _("More guests said yes than were invited; correct one of the two numbers."))
        if told.get("starts"):
            try:
                rollout.agenda(told["starts"], self.points)
            except ValueError:
                self.add_error("starts", _("The ceremony would run past midnight; let it begin earlier."))
        return told
