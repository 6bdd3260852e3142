"""Why a file of a case must be read that was not given: with time to ask, or without."""
from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.service.cases import wording
from jiazong.service.cases.forms.fields import text


class AskForm(forms.Form):
    """The reason for one look."""

    reason = text(_("Why you need to read it"), rows=3, longest=400, required=_("Write why you need to read it."))


class GlassForm(forms.Form):
    """The emergency, in a code and in words."""

    code = forms.ChoiceField(
        label=_("What the emergency is"), widget=forms.RadioSelect, choices=list(wording.CODES.items()),
        error_messages={"required": _("Choose what the emergency is.")},
    )  # fmt: skip
    words = text(_("In your own words"), rows=4, longest=1000, required=_("Write what happens and why it cannot wait."))
