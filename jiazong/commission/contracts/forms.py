"""What is typed or handed in about a contract; it is turned into the same thing a contract file says."""
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jiazong.ground.pinyin import initials as initials_of
from jiazong.ground.ui.inputs import DayInput, NumberInput

LARGEST_FILE = 1024 * 1024
ROWS_AT_FIRST, ROWS_MORE, MOST_ROWS = 6, 3, 100
COUNTING = (("rows", _("by record")), ("persons", _("by persons")))
NOT_WHOLE = {"invalid": _("Type a whole number, digits only.")}


class ContractFileForm(forms.Form):
    """A contract file (JSON) that is handed in."""

    file = forms.FileField(label=_("Contract file (JSON)"), help_text=_("At most 1 MB. Nothing is taken in before you have seen what it would do."))

    def clean_file(self) -> str:
        """The text of the file; one that is too large or not text is refused."""
        given: UploadedFile = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 1 MB; a contract file is far smaller. Check that it is the right one."))
        try:
            text = given.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not text in UTF-8; save it as JSON in UTF-8 and hand it in again."))
        parsed(text)
        return text


def parsed(text: str) -> Any:
    """What a JSON text says; one that cannot be read raises ValidationError with the line."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as fault:
        raise forms.ValidationError(
            _("The file is no JSON: line %(line)s, column %(column)s cannot be read. Correct it there and hand it in again."),
            params={"line": fault.lineno, "column": fault.colno},
        )
    except (ValueError, RecursionError):
        raise forms.ValidationError(_("The file is no contract: a value in it cannot be read."))


def _no_constant(word: str) -> Any:
    raise ValueError(word)


class TermForm(forms.Form):
    """The contract itself as it is typed: parties, term, money, hours. What is typed in yuan and hours stays so."""

    code = forms.CharField(label=_("Contract code"), max_length=64, help_text=_("Letters, digits, dot, hyphen and underscore, for example qinghe-2026."))
    centre_name = forms.CharField(label=_("Centre name"), max_length=120)
    centre_code = forms.CharField(label=_("Centre code"), max_length=40, help_text=_("Letters, digits, dot, hyphen and underscore, for example qinghe."))
    region = forms.CharField(label=_("Region code"), max_length=12, help_text=_("Statistical code of the street (9 digits) or its county (6 digits)."))
    agency = forms.CharField(label=_("Agency"), max_length=120)
    purchaser = forms.CharField(label=_("Purchaser"), max_length=120, help_text=_("The street or town office that signs."))
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput, help_text=_("This day still belongs to the term."))
    year = forms.IntegerField(label=_("Year of the term"), min_value=1, max_value=50, widget=NumberInput, error_messages=NOT_WHOLE)
    of_years = forms.IntegerField(label=_("Years in all"), min_value=1, max_value=50, widget=NumberInput, error_messages=NOT_WHOLE)
    trial = forms.BooleanField(label=_("This year is on trial"), required=False)
    budget = forms.DecimalField(label=_("Budget of the year"), min_value=0, max_digits=13, decimal_places=2, widget=NumberInput(decimals=True))
    professionals = forms.IntegerField(label=_("Professionals"), min_value=1, max_value=999, widget=NumberInput, error_messages=NOT_WHOLE)
    total = forms.DecimalField(label=_("Total hours"), min_value=0, max_digits=9, decimal_places=2, widget=NumberInput(decimals=True))
    floor = forms.DecimalField(label=_("Floor of direct hours"), min_value=0, max_digits=9, decimal_places=2, widget=NumberInput(decimals=True))
    ceiling = forms.DecimalField(label=_("Ceiling in percent"), min_value=0, max_digits=6, decimal_places=2, widget=NumberInput(decimals=True))
    methods = forms.CharField(
        label=_("Other ways of working"), required=False, max_length=600,
        help_text=_("Those that no indicator names, divided by commas; what stands neither here nor there cannot be recorded."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_new: bool, centre_is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            self.fields["code"].disabled = True
        if not centre_is_new:
            for name in ("centre_name", "centre_code", "region", "agency"):
                self.fields[name].disabled = True


class IndicatorForm(forms.Form):
    """One indicator; a line with nothing in it is not kept, a code left blank is made from the name."""

    name = forms.CharField(label=_("Indicator"), max_length=80)
    method = forms.CharField(label=_("Method of work"), max_length=40, widget=forms.TextInput({"list": "methods"}))
    unit = forms.CharField(label=_("Unit"), max_length=20)
    counts = forms.ChoiceField(label=_("Counted by"), choices=COUNTING)
    target = forms.IntegerField(label=_("Target"), min_value=0, max_value=2**31 - 1, widget=NumberInput, error_messages=NOT_WHOLE)
    code = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def has_changed(self) -> bool:
        """A line in which only the way of counting was chosen is still a blank line."""
        return bool(set(self.changed_data) - {"counts", "code"})


IndicatorForms = forms.formset_factory(IndicatorForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def rows_typed(data: Mapping[str, str], *, drop: int | None = None, more: int = 0) -> list[dict[str, str]]:
    """The indicator lines as they stand in the browser, one dropped or some blank ones added; nothing typed is lost."""
    names = list(IndicatorForm.base_fields)
    count = min(int(data.get("form-TOTAL_FORMS") or 0), MOST_ROWS)
    rows = [{name: data.get(f"form-{n}-{name}", "") for name in names} for n in range(count) if n != drop]
    return [*rows, *({} for _n in range(min(more, MOST_ROWS - len(rows))))]


class StaffForm(forms.Form):
    """The workers of the centre: on the contract's list as a professional, as other staff, or not."""

    def __init__(self, *args: Any, workers: Iterable["StaffLine"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = list(workers)
        for one in self.workers:
            choices = [] if one.is_listed else [("", _("not on the list"))]
            choices += [("professional", _("professional, hours count")), ("other", _("other staff, hours do not count"))]
            self.fields[one.field] = forms.ChoiceField(label=one.name, required=False, choices=choices, initial=one.standing)

    def lines(self) -> list[tuple["StaffLine", Any]]:
        """Each worker with the box to choose from."""
        return [(one, self[one.field]) for one in self.workers]

    def chosen(self) -> dict[str, list[dict[str, str]]]:
        """The list as a contract file says it."""
        picked: dict[str, list[dict[str, str]]] = {"professional": [], "other": []}
        for one in self.workers:
            if standing := self.cleaned_data[one.field] or (one.standing if one.is_listed else ""):
                picked[standing].append({"name": one.name, "post": one.post})
        return {"staff": picked["professional"], "other_staff": picked["other"]}


class StaffLine:
    """A worker who may stand on the list: name, post, and how the worker stands on it now."""

    def __init__(self, number: int, name: str, post: str, post_name: str, *, standing: str, is_listed: bool) -> None:
        self.field, self.name, self.post, self.post_name = f"worker_{number}", name, post, post_name
        self.standing, self.is_listed = standing, is_listed


def code_of(name: str, taken: Iterable[str]) -> str:
    """A code for an indicator from the initials of its name, unlike those taken."""
    initials = initials_of(name)[:40] or "indicator"
    used = set(taken)
    return next(code for n in range(1, MOST_ROWS + 2) if (code := initials if n == 1 else f"{initials}-{n}") not in used)


def file_of(term: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], staff: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as a contract file says it."""
    taken: list[str] = [row["code"] for row in rows if row["code"]]
    indicators = []
    for row in rows:
        code = row["code"] or code_of(row["name"], taken)
        taken.append(code)
        indicators.append({**row, "code": code})
    return {
        "code": term["code"],
        "centre": {"code": term["centre_code"], "name": term["centre_name"], "region": term["region"]},
        "agency": term["agency"], "purchaser": term["purchaser"],
        "term": {
            "first_day": term["first_day"].isoformat(), "last_day": term["last_day"].isoformat(),
            "year": term["year"], "of": term["of_years"], "trial": term["trial"],
        },
        "annual_budget_yuan": _plain(term["budget"]),
        "hours": {
            "professionals": term["professionals"], "total": _plain(term["total"]), "floor": _plain(term["floor"]),
            "ceiling_percent": _plain(term["ceiling"]),
        },
        **staff,
        "methods": [part.strip() for part in term["methods"].replace("，", ",").replace("、", ",").split(",") if part.strip()],
        "indicators": indicators,
    }  # fmt: skip


def _plain(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
