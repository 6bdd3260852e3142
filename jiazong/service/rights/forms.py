"""What is typed about a request."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.people.residents.models import Guardianship
from jiazong.service.rights import rules, wording
from jiazong.service.rights.actions import Asked

SHORT = forms.Textarea({"rows": 3, "data-no-draft": True})


class RequestForm(forms.Form):
    """What somebody asks for at the desk."""

    kind = forms.ChoiceField(
        label=_("Asks for"), widget=forms.RadioSelect, choices=list(wording.KINDS.items()),
        error_messages={"required": _("Choose what is asked for.")},
    )  # fmt: skip
    asker = forms.ChoiceField(
        label=_("Who asks"), widget=forms.RadioSelect, choices=list(wording.ASKERS.items()), initial=rules.HERSELF,
        error_messages={"required": _("Choose who asks.")},
    )  # fmt: skip
    guardianship = forms.ModelChoiceField(label=_("Guardian"), queryset=Guardianship.objects.none(), required=False, empty_label=_("Choose"))
    is_conflict = forms.BooleanField(
        label=_("The guardian may have harmed the child"), required=False, help_text=_("Then nothing is handed to the guardian.")
    )
    identity = forms.CharField(
        label=_("How you made sure who asks"), max_length=100, help_text=_("Such as: identity card seen, known for years; no numbers here."),
        error_messages={"required": _("Write how you made sure who asks.")},
    )  # fmt: skip
    words = forms.CharField(label=_("In the person's own words"), widget=SHORT, max_length=2000, required=False)

    def __init__(self, *args: Any, guardians: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guardianship"].queryset = guardians
        self.fields["guardianship"].label_from_instance = lambda one: f"{one.guardian.name} {one.kind}".strip()

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("asker") == rules.GUARDIAN and not told.get("guardianship"):
            self.add_error("guardianship", _("Choose the guardian; only guardians on the family page can ask."))
        if told.get("asker") != rules.GUARDIAN:
            told["guardianship"], told["is_conflict"] = None, False
        return told

    def asked(self) -> Asked:
        """The request as the register keeps it."""
        return Asked(**self.cleaned_data)


class DecideForm(forms.Form):
    """The answer to a request."""

    to = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect,
        choices=[
            (rules.GRANTED, _("Grant it")), (rules.LOCKED, _("Lock it instead of deleting")), (rules.REFUSED, _("Refuse it")),
        ],
        error_messages={"required": _("Choose an answer.")},
    )  # fmt: skip
    ground = forms.ChoiceField(label=_("Ground"), required=False, choices=[("", _("None")), *wording.GROUNDS.items()])
    remark = forms.CharField(label=_("What the person is told"), widget=SHORT, max_length=1000, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind not in (rules.DELETE, rules.LOCK):
            self.fields["to"].choices = [one for one in self.fields["to"].choices if one[0] != rules.LOCKED]


class FinishForm(forms.Form):
    """What was done at once."""

    remark = forms.CharField(
        label=_("What you did"), widget=SHORT, max_length=1000, error_messages={"required": _("Write what you did.")}
    )
