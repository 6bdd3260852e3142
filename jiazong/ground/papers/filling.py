"""What a form says, as text: values with their kinds go in, lines of text and rows of text come out."""
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone, translation

from jiazong.ground.papers import register
from jiazong.ground.papers.document import PaperError, printable_lines
from jiazong.ground.papers.register import Field, Form

# Pictures of one's own in a text: the typefaces of an office have no shapes for them, and a page is not lost for that.
PICTOGRAPH = re.compile("[\\U0001f000-\\U0001faff\\U0001fb00-\\U0001fbff\\u2600-\\u27bf]\\ufe0f?|[\\ufe0f\\u200d\\u20e3]")
SHOWN_ANYWAY = frozenset("☑☐○●√✓★☆")
JOINERS = "\ufe0f\u200d\u20e3"
STAND_IN = "〔表情〕"
TICKED, OPEN = "☑", "☐"
GAP = "　"


class ValueMissing(PaperError):
    """The values handed over lack a field of the form, or carry one the form does not have; a fault of the program."""

    msgid = "The form “%(form)s” was not handed the right fields (%(fields)s); report this to whoever runs the server."


@dataclass(frozen=True, slots=True)
class Ticks:
    """A choice on paper: every option with its box, the chosen ones ticked."""

    options: tuple[tuple[str, str], ...]
    chosen: frozenset[str]

    @classmethod
    def of(cls, options: Iterable[tuple[str, object]], *chosen: object) -> "Ticks":
        """From (code, label) pairs and the codes chosen."""
        pairs = tuple((code, str(label)) for code, label in options)
        return cls(pairs, frozenset(str(code) for code in chosen if code not in (None, "")))

    def __str__(self) -> str:
        return GAP.join(f"{TICKED if code in self.chosen else OPEN} {label}" for code, label in self.options)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing for a form, as SVG, and the same in words for who cannot see it."""

    svg: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the rows of every form: whose paper, which number, who printed it when, and its check code."""

    centre: str
    number: str
    printed_by: str
    printed_at: datetime
    code: str

    @property
    def moment(self) -> str:
        return written(self.printed_at, register.MOMENT)

    def words(self) -> dict[str, str]:
        """The same by the names a Word template uses."""
        values = (self.centre, self.number, self.printed_by, self.moment, self.code)
        return dict(zip(register.FRAME, map(plain, values), strict=True))


@dataclass(frozen=True)
class Filled:
    """A form with everything it says, ready for Word and for PDF."""

    form: Form
    number: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    about: str = ""


def fill(form: Form, values: Mapping[str, Any], *, number: str, about: str = "") -> Filled:
    """The form with its values: exactly its fields, signatures aside; raises ValueMissing.

    Days are Asia/Shanghai days, `hours` takes whole minutes, a list takes rows keyed by the codes of its columns.
    """
    wanted = {one.code for one in form.fields if one.kind != register.SIGN}
    wrong = sorted(wanted ^ set(values))
    if wrong:
        raise ValueMissing(form=form.title, fields="、".join(wrong))
    # The forms are Chinese, whatever language the reader of the screen has chosen.
    with translation.override("zh-hans"):
        return _filled(form, values, number, about)


def _filled(form: Form, values: Mapping[str, Any], number: str, about: str) -> Filled:
    texts, lists, pictures = {}, {}, {}
    for one in form.fields:
        if one.kind == register.LIST:
            lists[one.code] = tuple(_row(one, row) for row in values[one.code])
        elif one.kind == register.PICTURE:
            if values[one.code]:
                pictures[one.code] = values[one.code]
            texts[one.code] = ""
        else:
            texts[one.code] = "" if one.kind == register.SIGN else written(values[one.code], one.kind)
    return Filled(form, number, texts, lists, pictures, about)


def _row(one: Field, row: Mapping[str, Any]) -> tuple[str, ...]:
    known = register.fields()
    if set(row) != set(one.columns):
        raise ValueMissing(form=one.label, fields="、".join(sorted(set(row) ^ set(one.columns))))
    return tuple(written(row[code], known[code].kind) for code in one.columns)


def written(value: Any, kind: str) -> str:
    """One value as it stands on paper; nothing stays nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if timezone.is_aware(value) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if kind == register.HOURS:
        return f"{value / 60:.2f}".rstrip("0").rstrip(".") + " 小时"
    if isinstance(value, (list, tuple, frozenset, set)):
        return "、".join(plain(str(one)) for one in value)
    return plain(str(value))


def plain(text: str) -> str:
    """The text as the typefaces of an office can show it; its lines stay lines."""
    shown = PICTOGRAPH.sub(lambda found: found[0] if found[0] in SHOWN_ANYWAY else _stand_in(found[0]), text)
    return "\n".join(printable_lines(shown))


def _stand_in(character: str) -> str:
    """A mark that only changes the character before it goes without a word."""
    return "" if character in JOINERS else STAND_IN
