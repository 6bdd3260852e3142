"""A bid as it is typed: money and hours of each lot year by year, what is promised, the staff; or taken from a bid file."""
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiazong.commission.tenders import wording
from jiazong.commission.tenders.forms.lines import LineForm, LinesOf, kept
from jiazong.commission.tenders.forms.requirement import whole, words
from jiazong.commission.tenders.models import Lot
from jiazong.commission.tenders.requirement import plain
from jiazong.commission.tenders.rules import files, reading
from jiazong.ground.ui.days import DayField
from jiazong.ground.ui.inputs import NumberInput

MONEY = {"min_value": 0, "max_digits": 13, "decimal_places": 2}
STAFF_AT_FIRST, STAFF_MORE = 14, 5


class BidHeadForm(forms.Form):
    """What a bid says as a whole."""

    bond = forms.DecimalField(label=_("Bid bond"), required=False, widget=NumberInput(decimals=True), **MONEY)
    interests = words(_("Interests you declare"), most=2000, help_text=_("Ties to the purchaser or the panel, one a line; blank means there are none."))


class LotForm(forms.Form):
    """What is offered for one lot: a price for each year, hours, and each indicator; all blank means no bid for this lot."""

    def __init__(self, *args: Any, lot: Lot, years: int, **kwargs: Any) -> None:
        super().__init__(*args, prefix=prefix_of(lot), **kwargs)
        self.lot, self.years = lot, years
        for year in range(1, years + 1):
            label = _("Price of year %(year)s") % {"year": year}
            self.fields[f"price_{year}"] = forms.DecimalField(label=label, required=False, widget=NumberInput(decimals=True), **MONEY)
        self.fields["hours"] = forms.DecimalField(label=_("Hours in a year"), required=False, min_value=0, max_digits=9, decimal_places=2, widget=NumberInput(decimals=True))
        for one in lot.minimums.all():
            hint = _("at least %(n)s") % {"n": f"{one.least:,}"}
            self.fields[f"ind_{one.code}"] = whole(one.name, help_text=hint)

    def prices(self) -> list[Any]:
        return [self[f"price_{year}"] for year in range(1, self.years + 1)]

    def indicators(self) -> list[tuple[Any, str]]:
        return [(self[f"ind_{one.code}"], one.unit) for one in self.lot.minimums.all()]

    def is_blank(self) -> bool:
        return not any(value not in (None, "") for value in self.cleaned_data.values())

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        missing = [name for name in self.fields if name.startswith("price_") and told.get(name) is None and name not in self.errors]
        if missing and any(value not in (None, "") for value in told.values()):
            for name in missing:
                self.add_error(name, _("The price of this year is missing."))
        return told

    def offer(self, staff: list[dict[str, Any]]) -> dict[str, Any]:
        """The lot as a bid file says it."""
        told = self.cleaned_data
        made = {
            "code": self.lot.code, "annual_price_yuan": [plain(told[f"price_{year}"]) for year in range(1, self.years + 1)],
            "staff": staff,
            "indicators": {
                one.code: told[f"ind_{one.code}"] for one in self.lot.minimums.all() if told[f"ind_{one.code}"] is not None
            },
        }  # fmt: skip
        return made if told["hours"] is None else {**made, "annual_hours": plain(told["hours"])}


class StaffLine(LineForm):
    """Somebody the bid plans with."""

    chosen = ("certificate", "lot")
    lot = forms.CharField(label=_("Lot number"), max_length=20, required=False)
    name = forms.CharField(label=_("Name"), max_length=60)
    certificate = forms.ChoiceField(label=_("Certificate or post"), choices=wording.CERTIFICATES)
    valid_until = DayField(label=_("Certificate holds until"), required=False)


STAFF = LinesOf(StaffLine, "staff", at_first=STAFF_AT_FIRST, most=300)


def prefix_of(lot: Lot) -> str:
    return f"lot-{lot.code}"


class TypedBid:
    """The forms of one bid together."""

    def __init__(self, typed: Mapping[str, str], *, lots: list[Lot], years: int, is_checked: bool, press: str = "") -> None:
        self.is_checked, self.years, self.codes = is_checked, years, [lot.code for lot in lots]
        more, _mark, drop = press.partition(":")
        if is_checked:
            self.head, self.staff = BidHeadForm(typed), STAFF.bound(typed)
            self.lots = [LotForm(typed, lot=lot, years=years) for lot in lots]
            return
        self.head = BidHeadForm(initial={name: typed.get(name, "") for name in BidHeadForm.base_fields})
        self.lots = [LotForm(initial=_initial(typed, prefix_of(lot)), lot=lot, years=years) for lot in lots]
        rows = STAFF.rows(typed, drop=int(drop) if drop.isdecimal() else None, more=STAFF_MORE if more and not drop else 0)
        self.staff = STAFF.shown(rows)

    def is_valid(self) -> bool:
        right = all([self.head.is_valid(), self.staff.is_valid(), *[lot.is_valid() for lot in self.lots]])
        if right and all(lot.is_blank() for lot in self.lots):
            self.head.add_error(None, _("Nothing is offered yet; fill in at least one lot."))
        for one in kept(self.staff) if right else []:
            if one["lot"] not in self.codes and (one["lot"] or len(self.codes) > 1):
                self.head.add_error(None, gettext("%(name)s is planned for no lot; write the number of the lot.") % {"name": one["name"]})
        return right and self.head.is_valid()

    def content(self, bidder: str) -> dict[str, Any]:
        """What was typed as a bid file says it (docs/reference/tender-files.md)."""
        told, staff = self.head.cleaned_data, kept(self.staff)
        of_lot = {
            code: [_member(one) for one in staff if (one["lot"] or self.codes[0]) == code] for code in self.codes
        }  # fmt: skip
        return {
            "bidder": bidder, "bond_yuan": plain(told["bond"] or Decimal(0)),
            "declared_interests": [line.strip() for line in told["interests"].splitlines() if line.strip()],
            "lots": [lot.offer(of_lot[lot.lot.code]) for lot in self.lots if not lot.is_blank()],
        }  # fmt: skip

    def faults(self) -> list[tuple[str, str]]:
        """Every fault as (anchor, sentence)."""
        if not self.is_checked:
            return []
        said = [("", str(error)) for error in self.head.non_field_errors()]
        named = [(self.head, "")] + [(lot, f"（{lot.lot.name}）") for lot in self.lots] + [(one, f" {n}") for n, one in enumerate(self.staff, start=1)]
        for form, where in named:
            for bound in form:
                said += [(bound.id_for_label, gettext("%(where)s: %(what)s") % {"where": f"{bound.label}{where}", "what": error}) for error in bound.errors]
        return said


def typed_from(content: Mapping[str, Any]) -> dict[str, str]:
    """A bid file as it would stand in the form. Raises BadFile."""
    read = files.read_bid(_stamped(content))
    made = {"bond": _text(content.get("bond_yuan")), "interests": "\n".join(read.declared_interests)}
    staff = []
    for lot in content["lots"]:
        start = f"lot-{lot['code']}-"
        made |= {f"{start}price_{n}": _text(price) for n, price in enumerate(lot["annual_price_yuan"], start=1)}
        made[f"{start}hours"] = _text(lot.get("annual_hours"))
        made |= {f"{start}ind_{code}": _text(value) for code, value in (lot.get("indicators") or {}).items()}
        staff += [{"lot": lot["code"], **one} for one in lot.get("staff") or []]
    return {name: value for name, value in made.items() if value} | STAFF.flat(staff)


class BidFileForm(forms.Form):
    """A bid file or workbook that is handed in; it fills the form and is not yet sealed."""

    file = forms.FileField(label=_("Bid file (workbook or JSON)"), help_text=_("It fills in the form; nothing is handed in before you seal it."))

    def clean_file(self) -> UploadedFile:
        given: UploadedFile = self.cleaned_data["file"]
        if given.size > reading.LARGEST_FILE:
            raise forms.ValidationError(_("The file is far larger than a bid; check that it is the right one."))
        return given


def _stamped(content: Mapping[str, Any]) -> dict[str, Any]:
    """A form knows no time of receipt; the database takes it."""
    return {**content, "received": "2000-01-01T00:00:00+08:00"}


def _text(value: Any) -> str:
    return "" if value is None else str(plain(Decimal(str(value))))


def _member(line: Mapping[str, Any]) -> dict[str, Any]:
    made = {"name": line["name"], "certificate": line["certificate"]}
    return made | ({"valid_until": line["valid_until"].isoformat()} if line["valid_until"] else {})


def _initial(typed: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(f"{prefix}-"): value for name, value in typed.items() if name.startswith(f"{prefix}-")}
