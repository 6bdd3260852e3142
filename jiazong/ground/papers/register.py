"""The table of forms: what each paper form is called, which fields stand in which row, and where each value comes from.

`forms.csv` is the list of forms with their rows, `fields.csv` the one list of fields they are made of. A field has one
label and one source, so that what was entered once is printed everywhere.
"""
import csv
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path

FOLDER = Path(__file__).parent / "table"
UNITS = 12
LABEL_UNITS = 2
LINE, TALL, DAY, MOMENT, CLOCK, HOURS, NUMBER, TICKS, LIST, PICTURE, SIGN = KINDS = (
    "line", "tall", "day", "moment", "clock", "hours", "number", "ticks", "list", "picture", "sign",
)
# A row of its own, the whole width.
WIDE = (TALL, LIST, PICTURE)
NOT_IN_A_NAME = re.compile(r"\W+")


class TableOfFormsWrong(ValueError):
    """A line of forms.csv or fields.csv that nobody can follow; found when the product starts or is tested."""


class NoSuchForm(LookupError):
    """No form of this code stands in the table."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the paper forms: its code, its label on paper, its kind, and the one place its value comes from."""

    code: str
    label: str
    kind: str
    source: str
    columns: tuple[str, ...] = ()

    @property
    def placeholder(self) -> str:
        """How a Word template calls the field: its label without punctuation, `{{ 服务对象 }}`."""
        return NOT_IN_A_NAME.sub("", self.label)


@dataclass(frozen=True, slots=True)
class Place:
    """A field in a row of a form, and how many of the twelve units it takes, its label included."""

    field: Field
    units: int


@dataclass(frozen=True)
class Form:
    """One paper form: its code and title, the D item it stands for, what it is about, and its rows."""

    code: str
    title: str
    stands_for: str
    about: str
    data_class: str
    rows: tuple[tuple[Place, ...], ...]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the form in their order."""
        return tuple(place.field for row in self.rows for place in row)

    @cached_property
    def by_placeholder(self) -> dict[str, Field]:
        """The fields by the name a Word template uses."""
        return {one.placeholder: one for one in self.fields}

    @property
    def is_restricted(self) -> bool:
        """Whether printing it is a look into a restricted file."""
        return self.data_class in ("D4", "D5")

    def nearest(self, name: str) -> str:
        """The name of the form's own that looks most like this one, nothing where none does."""
        row, dot, column = name.partition(".")
        if dot:
            known = [fields()[code].placeholder for one in self.fields for code in one.columns]
            return next((f"{row}.{one}" for one in get_close_matches(column, known, n=1, cutoff=0.3)), "")
        known = [*self.by_placeholder, *FRAME]
        # 姓名栏 for 姓名: with words of two characters likeness alone says too little.
        inside = [one for one in known if one in name or name in one]
        return next(iter(sorted(inside, key=len, reverse=True) or get_close_matches(name, known, n=1, cutoff=0.4)), "")


# What every form carries around its rows, filled by the printing itself.
FRAME = ("中心", "编号", "打印人", "打印时间", "校验码")
MUST = ("编号", "校验码")


@cache
def fields() -> dict[str, Field]:
    """Every field by its code."""
    with (FOLDER / "fields.csv").open(encoding="utf-8", newline="") as source:
        made = [_field(line) for line in csv.DictReader(source)]
    return {one.code: one for one in made}


def _field(line: dict[str, str]) -> Field:
    if line["kind"] not in KINDS or not line["label"] or not line["source"]:
        raise TableOfFormsWrong(f"fields.csv: {line['field']} has no label, kind or source that is known")
    return Field(line["field"], line["label"], line["kind"], line["source"], tuple(line["columns"].split()))


@cache
def forms() -> dict[str, Form]:
    """Every form by its code, in the order of the table."""
    with (FOLDER / "forms.csv").open(encoding="utf-8", newline="") as source:
        made = [_form(line) for line in csv.DictReader(source)]
    return {one.code: one for one in made}


def form(code: str) -> Form:
    """The form of a code; raises NoSuchForm."""
    try:
        return forms()[code]
    except KeyError as fault:
        raise NoSuchForm(code) from fault


def _form(line: dict[str, str]) -> Form:
    rows = tuple(_row(line["form"], row) for row in line["rows"].splitlines() if row.strip())
    made = Form(line["form"], line["title"], line["stands_for"], line["about"], line["class"], rows)
    names = [one.placeholder for one in made.fields]
    twice = {name for name in names if names.count(name) > 1} | (set(names) & set(FRAME))
    if twice or not all(name.isidentifier() for name in names):
        raise TableOfFormsWrong(f"forms.csv: {made.code} has names twice or names no template can say: {sorted(twice)}")
    return made


def _row(code: str, words: str) -> tuple[Place, ...]:
    """`person.name person.sex` shares the line; `home.address:8 person.tags:4` says how."""
    parts = [word.partition(":") for word in words.split()]
    unknown = [name for name, _, _ in parts if name not in fields()]
    if unknown:
        raise TableOfFormsWrong(f"forms.csv: {code} names {unknown}, which fields.csv does not have")
    shares = [int(units) if units else UNITS // len(parts) for _, _, units in parts]
    row = tuple(Place(fields()[name], units) for (name, _, _), units in zip(parts, shares, strict=True))
    if sum(shares) != UNITS or any(place.field.kind in WIDE for place in row) and len(row) > 1:
        raise TableOfFormsWrong(f"forms.csv: {code} has a row that does not fill the line: {words}")
    return row
