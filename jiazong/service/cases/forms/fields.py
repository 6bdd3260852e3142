"""Fields the forms of a case share."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONG = {"rows": 4, "data-no-draft": True}
SHORT = {"rows": 2, "data-no-draft": True}


def text(label: Any, *, rows: int = 4, longest: int = 4000, required: str = "", **more: Any) -> forms.CharField:
    """A box for sentences; what is typed there is kept by the server alone. `required` is what is said where it is empty."""
    return forms.CharField(
        label=label, widget=forms.Textarea({"rows": rows, "data-no-draft": True}), max_length=longest, required=bool(required),
        error_messages={"required": required, "max_length": _("This is longer than the %(limit_value)s characters that fit; shorten it.")},
        **more,
    )  # fmt: skip


def line(label: Any, *, longest: int = 40, **more: Any) -> forms.CharField:
    """A box for a few words."""
    return forms.CharField(
        label=label, max_length=longest, required=False, widget=forms.TextInput({"autocomplete": "off", "data-no-draft": True}),
        error_messages={"max_length": _("This is longer than the %(limit_value)s characters that fit; shorten it.")}, **more,
    )  # fmt: skip


