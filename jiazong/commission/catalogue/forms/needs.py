"""Beginning a survey, its sample, typing a form fast, handing in a stack."""
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.commission.catalogue import wording
from jiazong.commission.catalogue.actions.needs import Form
from jiazong.commission.catalogue.forms.parts import RegionField, number, words
from jiazong.commission.catalogue.models import Need, Stratum, Survey
from jiazong.commission.catalogue.rules.needs import BadRanking, check_ranking
from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.ground.ui.inputs import NumberInput
from jiazong.people.places.models import Region

MOST_NEEDS, MOST_GROUPS, MOST_STRATA, LONGEST_NEED, LONGEST_GROUP = 40, 12, 3000, 80, 40
LARGEST_FILE = 2 * 1024 * 1024
NUMBERS = re.compile(r"\d{1,4}")


def lines_of(text: str) -> list[str]:
    """The lines of a text, each once, without the blank ones."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class SurveyForm(forms.Form):
    """A survey: where, when, what is asked, of whom."""

    title = forms.CharField(label=_("Name of the survey"), max_length=120)
    region = RegionField(_("Where"), help_text=_("Every street in it becomes one line of the sample for each group."))
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    needs = words(_("Needs asked about"), 4000, rows=8, help_text=_("One a line, as it stands on the paper form."))
    groups = words(_("Groups of people"), 600, rows=4, help_text=_("One a line."))
    places = number(_("How many needs a form puts in order"), least=1, most=10)
    planned = number(_("Forms planned for each street and group"), most=100_000)

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions

    def clean_needs(self) -> list[str]:
        return self._lines("needs", MOST_NEEDS, LONGEST_NEED)

    def clean_groups(self) -> list[str]:
        return self._lines("groups", MOST_GROUPS, LONGEST_GROUP)

    def _lines(self, name: str, most: int, longest: int) -> list[str]:
        lines = lines_of(self.cleaned_data[name])
        if len(lines) > most:
            raise forms.ValidationError(_("These are %(n)s lines, at most %(most)s can be asked about; leave some out."), params={"n": len(lines), "most": most})
        if long := next((line for line in lines if len(line) > longest), None):
            raise forms.ValidationError(_("“%(line)s” is longer than %(longest)s characters; write it shorter."), params={"line": long[:20], "longest": longest})
        return lines

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("first_day") and told.get("last_day") and told["last_day"] < told["first_day"]:
            self.add_error("last_day", _("The last day lies before the first; correct one of them."))
        if told.get("needs") and told.get("places") and told["places"] > len(told["needs"]):
            self.add_error("places", _("A form cannot put more needs in order than there are; write fewer."))
        if told.get("region") and told.get("groups") and len(self.streets()) * len(told["groups"]) > MOST_STRATA:
            self.add_error("region", _("This makes more than %(most)s lines; begin one survey for each district.") % {"most": MOST_STRATA})
        return told

    def streets(self) -> list[Region]:
        """The streets of the chosen region; the region itself where the list has none."""
        region = self.cleaned_data["region"]
        return list(Region.objects.filter(code__startswith=region.code, level="street").order_by("code")) or [region]


class SampleForm(forms.Form):
    """How many forms are planned in each stratum, and how many people live there."""

    def __init__(self, *args: Any, strata: list[Stratum], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strata = strata
        for one in strata:
            name = f"{one.region.name} {one.group.name}"
            self.fields[f"planned_{one.pk}"] = number(_("Planned: %(name)s") % {"name": name}, most=1_000_000, initial=one.planned)
            self.fields[f"people_{one.pk}"] = number(
                _("People: %(name)s") % {"name": name}, most=100_000_000, required=False, initial=one.population
            )

    def rows(self) -> list[tuple[Stratum, Any, Any]]:
        """Each stratum with its two boxes."""
        return [(one, self[f"planned_{one.pk}"], self[f"people_{one.pk}"]) for one in self.strata]

    def told(self) -> list[tuple[Stratum, int, int | None]]:
        """Each stratum with what was typed."""
        held = self.cleaned_data
        return [(one, held[f"planned_{one.pk}"], held[f"people_{one.pk}"]) for one in self.strata]


class AnswerForm(forms.Form):
    """One paper or telephone form, typed with the keyboard alone: the needs are named by their numbers, in order."""

    stratum = forms.ModelChoiceField(Stratum.objects.none(), label=_("Street and group"), empty_label=_("Choose"))
    channel = forms.ChoiceField(label=_("Way of asking"), choices=list(wording.CHANNELS.items()), widget=forms.RadioSelect)
    day = PastDayField(label=_("Day of the answer"))
    serial = forms.CharField(label=_("Number of the form"), max_length=20)
    ranked = forms.CharField(
        label=_("Needs in order"), max_length=60, widget=NumberInput,
        help_text=_("The numbers of the needs, the most pressing first, with spaces between: 3 1 5."),
    )  # fmt: skip

    def __init__(self, *args: Any, survey: Survey, needs: list[Need], strata: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey, self.needs = survey, needs
        self.fields["stratum"].queryset = strata

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not self.survey.first_day <= day <= self.survey.last_day:
            raise forms.ValidationError(_("The survey runs from %(first)s to %(last)s; correct the day."), params={"first": self.survey.first_day, "last": self.survey.last_day})
        return day

    def clean_ranked(self) -> list[int]:
        numbers = [int(one) for one in NUMBERS.findall(self.cleaned_data["ranked"])]
        by_number = {need.order: need.pk for need in self.needs}
        ranked = [by_number.get(one, -one - 1) for one in numbers]
        try:
            check_ranking(ranked, frozenset(by_number.values()), self.survey.places)
        except BadRanking as fault:
            raise forms.ValidationError(wording.RANKINGS[fault.code])
        return ranked

    def form(self) -> Form:
        """The form as it was typed."""
        held = self.cleaned_data
        return Form(held["serial"], held["stratum"], held["channel"], held["day"], held["ranked"])


class StackForm(forms.Form):
    """A workbook of forms."""

    file = forms.FileField(label=_("Workbook of forms (xlsx or csv)"), help_text=_("At most 2 MB, with the headings of the blank workbook."))

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 2 MB; hand in the forms in several workbooks."))
        return given
