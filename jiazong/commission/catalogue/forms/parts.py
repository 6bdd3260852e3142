"""Boxes that several forms of this app share."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.inputs import NumberInput
from jiazong.people.places.models import Region

WHOLE = {"invalid": _("Type a whole number, digits only.")}
CHOOSE = [("", _("Choose"))]


def number(label: str, *, most: int, least: int = 0, required: bool = True, **more: Any) -> forms.IntegerField:
    """A whole number between two bounds."""
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=required, widget=NumberInput, error_messages=WHOLE, **more
    )


def words(label: str, most: int, *, rows: int = 3, required: bool = True, **more: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.Textarea({"rows": rows}), **more)


class RegionField(forms.ModelChoiceField):
    """A region of those within reach."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(Region.objects.none(), label=label, empty_label=_("Choose"), **more)

    def label_from_instance(self, obj: Region) -> str:
        """A region with its code: names of streets come again in other districts."""
        return f"{obj.name} {obj.code}"
