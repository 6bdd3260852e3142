"""What is typed about a centre: its profile, its rooms, the hours of its week."""
from collections.abc import Iterator, Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.inputs import ClockInput, MonthInput, NumberInput, PhoneInput
from jiazong.people.places import rules
from jiazong.people.places.models import Centre, OpeningHours, Room

FEN = 100
PERIODS_A_DAY = 2
MORE_ROOMS = 3
MOST_ROOMS = 200
WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
SQUARE_METRES = {
    "min_value": _("The area of this room is below 1 m²; type a whole number of square metres."),
    "invalid": _("The area is not a whole number; type square metres without decimals, for example 45."),
}


class ProfileForm(forms.Form):
    """The centre's profile (domain A40); what is left blank counts as not told yet."""

    name = forms.CharField(label=_("Name of the centre"), max_length=120)
    founded_on = forms.DateField(
        label=_("Opened in"),
        required=False,
        widget=MonthInput,
        input_formats=["%Y-%m", "%Y-%m-%d"],
        error_messages={"invalid": _("This month cannot be read; write it as 2012-07.")},
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False, widget=PhoneInput)
    premises = forms.CharField(label=_("Premises"), max_length=200, required=False)
    area_m2 = forms.IntegerField(
        label=_("Area"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=NumberInput,
        error_messages={
            "invalid": _("The area is not a whole number; type square metres without decimals, for example 1200."),
            "min_value": _("The area is below 1 m²; type a whole number of square metres."),
            "max_value": _("The area is over a million square metres; check the number."),
        },
    )
    construction = forms.DecimalField(
        label=_("Construction cost"), required=False, min_value=0, max_digits=12, decimal_places=2, widget=NumberInput(decimals=True)
    )
    fit_out = forms.DecimalField(
        label=_("Fit-out cost"), required=False, min_value=0, max_digits=12, decimal_places=2, widget=NumberInput(decimals=True)
    )
    mode = forms.CharField(label=_("Way of working"), max_length=120, required=False)
    coverage = forms.CharField(label=_("Who it serves"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))
    programmes = forms.CharField(label=_("Programmes"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4}))
    idea = forms.CharField(label=_("Idea"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))
    purpose = forms.CharField(label=_("Purpose"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("construction", "fit_out"):
            self.fields[name].error_messages |= {
                "invalid": _("This is not an amount; type yuan with digits only, for example 350000."),
                "min_value": _("An amount below zero cannot be; type what was spent."),
                "max_decimal_places": _("Yuan have at most two decimals."),
                "max_digits": _("This amount is too large; check that it is in yuan."),
            }

    @staticmethod
    def initial_of(centre: Centre) -> dict[str, Any]:
        """What the form shows of a centre; money in yuan."""
        told = {name: getattr(centre, name) for name in ProfileForm.base_fields if hasattr(centre, name)}
        return told | {"construction": _yuan(centre.construction_fen), "fit_out": _yuan(centre.fit_out_fen)}

    def profile(self) -> dict[str, Any]:
        """The profile as the centre keeps it; money in fen."""
        told = dict(self.cleaned_data)
        construction, fit_out = told.pop("construction"), told.pop("fit_out")
        return told | {"construction_fen": _fen(construction), "fit_out_fen": _fen(fit_out)}


class RoomForm(forms.Form):
    """One function room."""

    type = forms.ChoiceField(label=_("Kind of room"), error_messages={"required": _("Choose the kind of this room.")})
    name = forms.CharField(label=_("Name or number"), max_length=60, required=False)
    area_m2 = forms.IntegerField(
        label=_("Area"), required=False, min_value=1, max_value=100_000, widget=NumberInput, error_messages=SQUARE_METRES
    )

    def __init__(self, *args: Any, types: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", _("Choose")), *types]


class BaseRoomForms(forms.BaseFormSet):
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove")

    def rooms(self, centre: Centre) -> list[Room]:
        """The rooms as typed, but for the blank lines and those marked to be removed."""
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return [
            Room(centre=centre, type_id=one["type"], name=one["name"], area_m2=one["area_m2"]) for one in kept if one["type"]
        ]


RoomForms = forms.formset_factory(
    RoomForm, formset=BaseRoomForms, extra=MORE_ROOMS, can_delete=True, max_num=MOST_ROOMS, absolute_max=MOST_ROOMS
)


def rooms_as_typed(data: Mapping[str, str], prefix: str = "form") -> list[dict[str, str]]:
    """The lines of the room form as they were typed, unjudged, without those marked to be removed or left blank."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    count = min(int(total), MOST_ROOMS) if total.isdecimal() else 0
    lines = [
        {name: data.get(f"{prefix}-{n}-{name}", "") for name in ("type", "name", "area_m2", "DELETE")} for n in range(count)
    ]
    return [line for line in lines if not line.pop("DELETE") and any(line.values())]


class WeekForm(forms.Form):
    """The hours of a week: up to two periods a day, a day left blank is closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, part, side, name in week_fields():
            label = _("opens") if side == "opens" else _("closes")
            self.fields[name] = forms.TimeField(
                label=_("%(weekday)s, period %(part)s, %(side)s") % {"weekday": WEEKDAYS[weekday], "part": part + 1, "side": label},
                required=False,
                widget=ClockInput,
                error_messages={"invalid": _("This time cannot be read; write it as 09:00.")},
            )

    @staticmethod
    def initial_of(hours: list[OpeningHours]) -> dict[str, time]:
        """What the form shows of the hours a centre keeps."""
        shown, seen = {}, dict.fromkeys(range(len(WEEKDAYS)), 0)
        for one in sorted(hours, key=lambda one: (one.weekday, one.opens)):
            part = seen[one.weekday]
            seen[one.weekday] = part + 1
            shown |= {f"d{one.weekday}_{part}_opens": one.opens, f"d{one.weekday}_{part}_closes": one.closes}
        return shown

    def days(self) -> list[tuple[Any, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """The fields by day: name of the day, pairs of opening and closing time."""
        return [
            (
                weekday_name,
                [(self[f"d{weekday}_{part}_opens"], self[f"d{weekday}_{part}_closes"]) for part in range(PERIODS_A_DAY)],
            )
            for weekday, weekday_name in enumerate(WEEKDAYS)
        ]

    def clean(self) -> dict[str, Any]:
        for weekday in range(len(WEEKDAYS)):
            whole = [self._period(weekday, part) for part in range(PERIODS_A_DAY)]
            if rules.overlapping(filter(None, whole)):
                self.add_error(
                    f"d{weekday}_1_opens", _("The second period begins before the first has ended; let it begin later.")
                )
        return self.cleaned_data

    def _period(self, weekday: int, part: int) -> rules.Period | None:
        names = f"d{weekday}_{part}_opens", f"d{weekday}_{part}_closes"
        if any(name in self.errors for name in names):
            return None
        opens, closes = (self.cleaned_data.get(name) for name in names)
        if opens is None and closes is None:
            return None
        if opens is None:
            self.add_error(names[0], _("The opening time is missing; add it, or clear the closing time."))
        elif closes is None:
            self.add_error(names[1], _("The closing time is missing; add it, or clear the opening time."))
        elif closes <= opens:
            self.add_error(names[1], _("The closing time is not after the opening time; check both."))
        else:
            return rules.Period(weekday, opens, closes)
        return None

    def hours(self, centre: Centre) -> list[OpeningHours]:
        """The opening hours as typed."""
        periods = [self._period(weekday, part) for weekday in range(len(WEEKDAYS)) for part in range(PERIODS_A_DAY)]
        return [
            OpeningHours(centre=centre, weekday=one.weekday, opens=one.opens, closes=one.closes) for one in periods if one
        ]


def week_fields() -> Iterator[tuple[int, int, str, str]]:
    """Every field of the week: weekday, period of the day, side, name of the field."""
    for weekday in range(len(WEEKDAYS)):
        for part in range(PERIODS_A_DAY):
            for side in ("opens", "closes"):
                yield weekday, part, side, f"d{weekday}_{part}_{side}"


def week_with_monday_copied(data: Mapping[str, str]) -> dict[str, str]:
    """The week as typed, unjudged, with Monday's hours put on Tuesday to Friday."""
    return {
        name: data.get(f"d0_{part}_{side}" if weekday < 5 else name, "") for weekday, part, side, name in week_fields()
    }


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / FEN


def _fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int(yuan * FEN)
