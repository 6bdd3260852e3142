"""The form of a contact: time entered once, who was there, what happened."""
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import PastDayField
from jiazong.ground.ui.inputs import ClockInput, NumberInput
from jiazong.ledger.hours.rules import entry
from jiazong.people.residents.models import Person
from jiazong.service.cases import contact_words
from jiazong.service.cases.actions.notes import NoteTold, Time, Words
from jiazong.service.cases.forms.fields import line, text
from jiazong.service.cases.models import Note
from jiazong.service.cases.rules import notes as rules

# The durations offered as chips: what a worker chooses most, in minutes; any other one is typed.
DURATIONS = (15, 30, 45, 60, 90, 120)
REFUSALS: Mapping[str, str | Promise] = {
    "outside_term": _("The contract runs from %(first_day)s to %(last_day)s; choose a day within it."),
    "still_to_come": _("This day lies ahead; choose today or an earlier day."),
    "no_duration": _("Choose how long it took, or type the minutes; indirect minutes alone are enough."),
    "negative": _("Minutes and person-times cannot be negative; type the figure without a minus sign."),
    "more_than_a_day": _("With this your day would have more than 24 hours; check the minutes and the day."),
    "two_places": _("At that time “%(title)s” is already recorded (%(begins)s to %(ends)s); change the start or the minutes."),
    "already_reversed": _("This line was already corrected or taken back; open the newest line of it."),
    "not_on_list": _("You are not on the staff list of contract %(contract)s; ask the director of your centre to add you."),
}
PARTS = {"direct_minutes": "other_minutes", "worker": None, "": None}


def _whole(label: str | Promise, **more: Any) -> forms.IntegerField:
    wrong = _("Write a whole number, for example 40.")
    return forms.IntegerField(label=label, required=False, widget=NumberInput(), error_messages={"invalid": wrong}, **more)


class TimeForm(forms.Form):
    """The time of a contact: day, start, how long; entered here and nowhere else."""

    minutes = forms.TypedChoiceField(
        label=_("How long"), choices=[(n, str(n)) for n in DURATIONS], coerce=int, empty_value=None, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    other_minutes = _whole(_("Other minutes"))
    indirect_minutes = _whole(_("Indirect minutes"), help_text=_("Travel, papers, preparation."))
    day = PastDayField(label=_("Day"))
    start = forms.TimeField(
        label=_("Start"), required=False, widget=ClockInput(), error_messages={"invalid": _("This is no time of day; write it as 09:30.")}
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        typed = said.get("other_minutes")
        said["direct"] = (said.get("minutes") or 0) if typed is None else typed
        said["indirect"] = said.get("indirect_minutes") or 0
        if not {"minutes", "other_minutes", "indirect_minutes"} & set(self.errors):
            try:
                entry.check_figures(entry.Draft(0, 0, timezone.localdate(), said["direct"], said["indirect"], 1))
            except entry.Refused as refused:
                self.refuse(refused, {})
        return said

    def time(self) -> Time:
        said = self.cleaned_data
        return Time(said["day"], said["direct"], said["indirect"], minute_of(said["start"]))

    def refuse(self, refused: entry.Refused, facts: Mapping[str, Any]) -> None:
        """Put the reason the ledger gives beside the part of the form it belongs to."""
        self.add_error(PARTS.get(refused.field, refused.field), REFUSALS[refused.code] % facts)


class NoteForm(TimeForm):
    """A process note (过程记录): one for all who were there."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    present = forms.ModelMultipleChoiceField(
        label=_("Who was there"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among those shown.")},
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=_("How you met"), choices=contact_words.MODES, widget=forms.RadioSelect, initial=rules.VISIT,
        error_messages={"required": _("Choose how you met.")},
    )  # fmt: skip
    place = line(_("Where it was"), longest=60)
    method = forms.ChoiceField(label=_("Counted in the contract as"), required=False)
    is_crisis = forms.BooleanField(label=_("A crisis"), required=False)
    purpose = text(_("Purpose"), rows=2, longest=2000)
    content = text(_("What happened"), rows=6, longest=20_000, required=_("Write what happened."))
    skills = text(_("Methods and skills used"), rows=2, longest=4000)
    reaction = text(_("How the family reacted"), rows=2, longest=4000)
    next_step = text(_("Next step"), rows=2, longest=4000)

    def __init__(self, *args: Any, persons: Sequence[Person], methods: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The people were read already with the family: the boxes ask nothing more.
        there = self.fields["present"]
        there.queryset = Person.objects.filter(pk__in=[one.pk for one in persons]).order_by("sort_key", "pk")
        there.choices = [(one.pk, one.name) for one in persons]
        self.fields["method"].choices = [("", _("As set for this kind of contact")), *((name, name) for name in methods)]

    def told(self) -> NoteTold:
        """The form as the case keeps it."""
        said = self.cleaned_data
        return NoteTold(
            time=self.time(), mode=said["mode"], present=list(said["present"]), place=said["place"], method=said["method"],
            is_crisis=said["is_crisis"], words=words_of(said),
        )  # fmt: skip


class AdditionForm(forms.Form):
    """What was left out of a note."""

    content = text(_("What happened"), rows=5, longest=20_000, required=_("Write what you add."))
    reaction = text(_("How the family reacted"), rows=2, longest=4000)
    next_step = text(_("Next step"), rows=2, longest=4000)


class CorrectionForm(TimeForm):
    """The time of a contact as it should have been, with the reason."""

    reason = forms.CharField(
        label=_("Why it is corrected"), max_length=200,
        error_messages={"required": _("Say in a few words why; the reason stays in the ledger.")},
        help_text=_("No name: the ledger is read by more people than the case."),
    )  # fmt: skip


def words_of(said: Mapping[str, Any]) -> Words:
    """The texts of a form."""
    return Words(**{name: said.get(name, "") for name, _label in contact_words.TEXTS})


def minute_of(clock: time | None) -> int | None:
    """The minute of the day of a time of day."""
    return None if clock is None else clock.hour * 60 + clock.minute


def clock_of(minute: int | None) -> time | None:
    """The time of day of a minute of the day; after midnight that of the next day."""
    return None if minute is None else time(minute // 60 % 24, minute % 60)


def time_filled_from(note: Note) -> dict[str, Any]:
    """The time of a note, into the form."""
    chip = note.direct_minutes if note.direct_minutes in DURATIONS else None
    return {
        "day": note.day, "start": clock_of(note.start_minute), "minutes": chip,
        "other_minutes": None if chip else note.direct_minutes or None, "indirect_minutes": note.indirect_minutes or None,
    }  # fmt: skip
