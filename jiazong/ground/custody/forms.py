"""Why somebody wants to see a covered value."""
from django import forms
from django.utils.translation import gettext_lazy as _

REASONS = [
    ("contact", _("To reach the person")),
    ("form", _("To fill in a form or a contract")),
    ("check", _("To check what was written down")),
    ("other", _("For another reason")),
]


class UncoverForm(forms.Form):
    """The reason, and a few words where none of the reasons fits."""

    reason = forms.ChoiceField(
        label=_("What for"), widget=forms.RadioSelect, choices=REASONS, error_messages={"required": _("Choose what it is for.")}
    )
    words = forms.CharField(label=_("In a few words"), max_length=200, required=False)

    def clean(self) -> dict:
        told = self.cleaned_data
        if told.get("reason") == "other" and not told.get("words"):
            self.add_error("words", _("Write in a few words what it is for."))
        return told
