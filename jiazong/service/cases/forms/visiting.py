"""What was seen on a visit."""
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiazong.ground.ui.days import DayField
from jiazong.people.staff.models import Worker
from jiazong.service.cases.actions.visiting import VisitTold
from jiazong.service.cases.forms.fields import text

PHOTOGRAPHS = [("", pgettext_lazy("photographs", "Not asked")), ("yes", _("Agreed")), ("no", _("Did not agree"))]
ANSWERS = {"yes": True, "no": False}


class VisitForm(forms.Form):
    """Safety, health, mood, needs and help; day, time and hours stand in the note already."""

    safe = forms.MultipleChoiceField(label=_("Safe at home"), required=False, widget=forms.CheckboxSelectMultiple)
    health = text(_("Health"), rows=3)
    mood = text(_("Mood"), rows=3)
    needs = text(_("Needs seen"), rows=3)
    help = text(_("Help given"), rows=3)
    next_visit_on = DayField(label=_("Next visit"), required=False)
    second_worker = forms.ModelChoiceField(
        label=_("Second worker"), required=False, queryset=Worker.objects.none(), empty_label=pgettext_lazy("second worker", "Nobody")
    )
    may_photograph = forms.ChoiceField(label=_("Photographs"), required=False, choices=PHOTOGRAPHS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, items: list[tuple[str, str]], workers: QuerySet[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["safe"].choices = items
        self.fields["second_worker"].queryset = workers

    def told(self) -> VisitTold:
        """The form as the case keeps it."""
        said = self.cleaned_data
        return VisitTold(**said | {"may_photograph": ANSWERS.get(said["may_photograph"])})
