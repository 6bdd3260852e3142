"""What is typed on the ledger's screens, cleaned; whether it may be posted is decided by the rules."""
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.inputs import ClockInput, DayInput, NumberInput
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.rules import entry

# The durations offered as chips: what a worker chooses most, in minutes; any other one is typed.
DURATIONS = (15, 30, 45, 60, 90, 120)
MOST_PERSONS = 99_999

REFUSALS: Mapping[str, str | Promise] = {
    "outside_term": _("The contract runs from %(first_day)s to %(last_day)s; choose a day within it."),
    "still_to_come": _("This day is still to come; record the service once it is done."),
    "not_on_list": _("You are not on the staff list of contract %(contract)s; ask the director of your centre to add you."),
    "no_duration": _("Choose how long it took, or type the minutes; indirect minutes alone are enough."),
    "negative": _("Minutes and person-times cannot be negative; type the figure without a minus sign."),
    "more_than_a_day": _("With this your day would have more than 24 hours; check the minutes and the day."),
    "two_places": _("At that time “%(title)s” is already recorded (%(begins)s to %(ends)s); change the start or the minutes."),
    "already_reversed": _("This line was already corrected or taken back; open the newest line of it."),
}


def _whole(label: str | Promise, **more: Any) -> forms.IntegerField:
    wrong = _("Write a whole number, for example 40.")
    return forms.IntegerField(
        label=label, widget=NumberInput(), error_messages={"invalid": wrong, "required": wrong, "max_value": wrong}, **more
    )


class ServiceForm(forms.Form):
    """One service: how, what, how long; the rest has a rule that fits most days."""

    # May be missing: a form that carries the key of every form (`_once`) counts once by that.
    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    method = forms.ChoiceField(
        label=_("How you worked"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you worked."),
            "invalid_choice": _("The contract does not have this method; choose one of those shown."),
        },
    )
    recent = forms.CharField(label=_("What it was"), required=False, max_length=200)
    title = forms.CharField(
        label=_("What it was"), required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        choices=[(n, str(n)) for n in DURATIONS],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    other_minutes = _whole(_("Other minutes"), required=False)
    person_times = _whole(_("Person-times"), max_value=MOST_PERSONS)
    day = forms.DateField(
        label=_("Day"),
        widget=DayInput(),
        error_messages={"required": _("Choose the day."), "invalid": _("This is no day; write it as 2026-11-24.")},
    )
    start = forms.TimeField(
        label=_("Start"),
        required=False,
        widget=ClockInput(),
        error_messages={"invalid": _("This is no time of day; write it as 09:30.")},
    )
    indirect_minutes = _whole(_("Indirect minutes"), required=False, help_text=_("Travel, papers, preparation."))
    field = forms.CharField(label=_("Field of service"), required=False, max_length=80)
    note = forms.CharField(label=_("A word more"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, methods: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = [(name, name) for name in methods]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["what"] = said.get("title") or self._recent(said.get("method", ""))
        if not said["what"] and "title" not in self.errors:
            self.add_error("title", _("Choose or write what it was."))
        typed = said.get("other_minutes")
        said["direct_minutes"] = (said.get("minutes") or 0) if typed is None else typed
        said["indirect_minutes"] = said.get("indirect_minutes") or 0
        return said

    def _recent(self, method: str) -> str:
        """The title chosen among those lately used for the chosen method; each method has its own row of chips."""
        return self.fields["recent"].clean(self.data.get(f"recent-{method}", ""))

    def figures(self) -> dict[str, Any]:
        """The figures of a draft, but for worker and method."""
        said = self.cleaned_data
        return {
            "day": said["day"], "start_minute": minute_of(said["start"]),
            "direct_minutes": said["direct_minutes"], "indirect_minutes": said["indirect_minutes"],
            "person_times": said["person_times"], "field": said["field"], "title": said["what"], "note": said["note"],
        }  # fmt: skip

    def refuse(self, refused: entry.Refused, facts: Mapping[str, Any]) -> None:
        """Put the reason the ledger gives beside the part of the form it belongs to."""
        part = {"direct_minutes": "other_minutes", "worker": None, "": None}.get(refused.field, refused.field)
        self.add_error(part, REFUSALS[refused.code] % facts)


class CorrectForm(ServiceForm):
    """A service as it should have been, with the reason for the correction."""

    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=200,
        error_messages={"required": _("Say in a few words why; the reason stays in the ledger.")},
    )


class TakeBackForm(forms.Form):
    """Only the reason: the line is taken back whole."""

    reason = forms.CharField(
        label=_("Why it is taken back"),
        max_length=200,
        error_messages={"required": _("Say in a few words why; the reason stays in the ledger.")},
    )


def minute_of(clock: time | None) -> int | None:
    """The minute of the day of a time of day."""
    return None if clock is None else clock.hour * 60 + clock.minute


def clock_of(minute: int | None) -> time | None:
    """The time of day of a minute of the day; a service that ends after midnight shows the next day's time."""
    return None if minute is None else time(minute // 60 % 24, minute % 60)


def filled_from(posting: Posting, *, note: str) -> dict[str, Any]:
    """What the form shows of a posting that is to be corrected, with the note as it was opened."""
    chip = posting.direct_minutes if posting.direct_minutes in DURATIONS else None
    return {
        "method": posting.method.name, "title": posting.title, "minutes": chip,
        "other_minutes": None if chip else posting.direct_minutes, "person_times": posting.person_times,
        "day": posting.day, "start": clock_of(posting.start_minute), "indirect_minutes": posting.indirect_minutes or None,
        "field": posting.field, "note": note,
    }  # fmt: skip
