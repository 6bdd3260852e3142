"""What is typed when somebody agrees."""
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import DayField
from jiazong.people.consent import wording
from jiazong.people.consent.actions import By
from jiazong.people.consent.models import Purpose, Text
from jiazong.people.consent.rules import giving

SHORT = forms.Textarea({"rows": 3, "data-no-draft": True})
LONG = forms.Textarea({"rows": 14})


def choices(words: dict[str, Any]) -> list[tuple[str, Any]]:
    """Codes and words as a field takes them."""
    return list(words.items())


class GiveForm(forms.Form):
    """Who agreed to what, how, on which day. Nothing is ticked beforehand."""

    purposes = forms.MultipleChoiceField(
        label=_("Agrees to"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Tick what the person agrees to.")},
    )  # fmt: skip
    text = forms.ModelChoiceField(
        label=_("Text"), queryset=Text.objects.none(), empty_label=None, error_messages={"required": _("Choose the text.")}
    )
    given_on = DayField(label=_("Day"))
    way = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect, choices=choices(wording.WAYS), initial=giving.PAPER,
        error_messages={"required": _("Choose how it was said.")},
    )  # fmt: skip
    paper_number = forms.CharField(label=_("Number of the paper"), max_length=40, required=False)
    witness = forms.CharField(
        label=_("Who heard it"), max_length=60, required=False, help_text=_("For what was said on the spot or on the telephone.")
    )
    guardianship = forms.ModelChoiceField(
        label=_("Agreed by the guardian"), queryset=None, required=False, empty_label=_("The person herself or himself"),
        help_text=_("Under fourteen the guardian agrees; only guardians that were checked stand here."),
    )  # fmt: skip
    exception = forms.ChoiceField(
        label=_("Goes without the guardian because"), required=False, choices=[("", _("Does not apply")), *choices(wording.EXCEPTIONS)]
    )
    reason = forms.CharField(
        label=_("Reason"), widget=SHORT, max_length=500, required=False, help_text=_("Only where it goes without the guardian; it is sealed.")
    )

    def __init__(self, *args: Any, purposes: list[Purpose], texts: list[Text], guardians: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = [(one.code, one.name) for one in purposes]
        self.fields["text"].queryset = Text.objects.filter(pk__in=[one.pk for one in texts])
        self.fields["guardianship"].queryset = guardians
        self.fields["guardianship"].label_from_instance = lambda one: f"{one.guardian.name} {one.kind}".strip()
        self.initial.setdefault("given_on", timezone.localdate())
        if texts:
            self.initial.setdefault("text", texts[0].pk)

    def how(self) -> By:
        """Who agreed and how, as the register keeps it."""
        names = ("way", "paper_number", "witness", "guardianship", "exception", "reason")
        return By(**{name: self.cleaned_data[name] for name in names})


class BasisForm(forms.Form):
    """A legal basis other than consent."""

    purpose = forms.ModelChoiceField(
        label=_("Used for"), queryset=Purpose.objects.all(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose what the data is used for.")},
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("Legal basis"), choices=[(code, wording.BASES[code]) for code in giving.OTHER_BASES], widget=forms.RadioSelect,
        error_messages={"required": _("Choose the legal basis.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why it is needed"), widget=SHORT, max_length=500, error_messages={"required": _("Write why it is needed.")}
    )


class TextForm(forms.Form):
    """The next version of an agency's text."""

    title = forms.CharField(label=_("Title"), max_length=100, error_messages={"required": _("The title is missing.")})
    words = forms.CharField(label=_("Words"), widget=LONG, max_length=20_000, error_messages={"required": _("The words are missing.")})
    purposes = forms.MultipleChoiceField(
        label=_("Purposes it names"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Tick the purposes the text names.")},
    )  # fmt: skip
    first_day = DayField(label=_("In force from"))
    source = forms.CharField(
        label=_("Where it comes from"), max_length=200, error_messages={"required": _("Write where the text comes from, such as the number of the decision.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = [(one.code, one.name) for one in Purpose.objects.all()]
