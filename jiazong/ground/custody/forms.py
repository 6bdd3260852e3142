"""Why somebody wants to see a covered value, or a file that is not open to her."""
from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.custody.wording import CODES

SHORT = forms.Textarea({"rows": 3, "data-no-draft": True})
REASONS = [
    ("contact", _("To reach the person")),
    ("form", _("To fill in a form or a contract")),
    ("check", _("To check what was written down")),
    ("other", _("For another reason")),
]



class AskForm(forms.Form):
    """Why somebody needs one look."""

    reason = forms.CharField(
        label=_("Why you need to read it"), widget=SHORT, max_length=500,
        error_messages={"required": _("Write why you need to read it.")},
    )  # fmt: skip


class GlassForm(forms.Form):
    """Why a file is opened in an emergency."""

    code = forms.ChoiceField(
        label=_("What the emergency is"), widget=forms.RadioSelect, choices=list(CODES.items()),
        error_messages={"required": _("Choose what the emergency is.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("In your own words"), widget=SHORT, max_length=1000,
        error_messages={"required": _("Write in your own words why it cannot wait.")},
    )  # fmt: skip


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
