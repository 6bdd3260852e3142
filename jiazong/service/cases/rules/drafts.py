"""What is typed into a form, kept field by field: nothing typed in one window is overwritten unseen by another. Pure.

A field holds one text, or several that were typed side by side in different windows. Each text carries the number of the
write that brought it; a window says up to which number it has seen. What it has not seen stays beside what it sends.
"""
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

# The forms of a case that keep what is typed.
FORMS = ("note", "note_add", "intake", "assessment", "plan", "closing", "follow_up", "satisfaction", "referral", "referral_answer")
MOST_SIGNS = 200_000
Values = tuple[str, ...]


class TooMuch(ValueError):
    """More text than a form of a case can hold."""


@dataclass(frozen=True)
class Text:
    """What one window typed into a field: its values (several where boxes are ticked), the write and the window."""

    values: Values
    write: int
    window: str

    @property
    def says(self) -> bool:
        """Whether anything stands in it."""
        return any(value.strip() for value in self.values)


@dataclass(frozen=True)
class Kept:
    """All that is kept of a form: field → texts, the newest first; `write` is the number of the last write."""

    fields: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    write: int = 0

    @property
    def shown(self) -> dict[str, Values]:
        """The text each field opens with: the newest."""
        return {name: texts[0].values for name, texts in self.fields.items()}

    @property
    def beside(self) -> dict[str, tuple[Text, ...]]:
        """The texts of other windows that stand beside the newest and say something else, field by field."""
        others = {name: tuple(one for one in texts[1:] if one.says and one.values != texts[0].values) for name, texts in self.fields.items()}
        return {name: texts for name, texts in others.items() if texts}


def typed(kept: Kept, sent: Mapping[str, Sequence[str]], *, seen: int, window: str, settled: Collection[str] = ()) -> Kept:
    """Keep what a window sends. It replaces what that window typed before and what it has seen; the rest stays beside it.

    `settled` are the fields of which its writer has chosen among all texts. Raises TooMuch.
    """
    if not sent:
        return kept
    write, fields = kept.write + 1, dict(kept.fields)
    for name, values in sent.items():
        new = Text(tuple(values), write, window)
        until = kept.write if name in settled else seen
        others = [one for one in fields.get(name, ()) if one.write > until and one.window != window]
        fields[name] = (new, *others)
    if sum(len(value) for texts in fields.values() for one in texts for value in one.values) > MOST_SIGNS:
        raise TooMuch
    return Kept(fields, write)


def unseen(kept: Kept, sent: Mapping[str, Sequence[str]], *, seen: int, window: str) -> dict[str, tuple[Text, ...]]:
    """What other windows typed that this one has not seen, and that differs from what it sends: shown before anything is finished."""
    found = {}
    for name, texts in kept.fields.items():
        unknown = (one for one in texts if one.write > seen and one.window != window and one.says)
        if others := tuple(one for one in unknown if one.values != tuple(sent.get(name, ()))):
            found[name] = others
    return found


def packed(kept: Kept) -> dict:
    """What is kept, as it is sealed."""
    return {"write": kept.write, "fields": {name: [[list(one.values), one.write, one.window] for one in texts] for name, texts in kept.fields.items()}}


def unpacked(stored: Mapping | None) -> Kept:
    """What was sealed, read again."""
    if not stored:
        return Kept()
    fields = {name: tuple(Text(tuple(values), write, window) for values, write, window in texts) for name, texts in stored["fields"].items()}
    return Kept(fields, stored["write"])
