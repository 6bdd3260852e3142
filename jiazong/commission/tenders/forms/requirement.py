"""The requirement as one long form: the project, its place, goals, lots, least indicators, staff, table of points."""
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiazong.commission.catalogue.models import Entry
from jiazong.commission.tenders import wording
from jiazong.commission.tenders.forms.lines import LineForm, LinesOf, kept
from jiazong.commission.tenders.models import tender as kinds
from jiazong.commission.tenders.requirement import Asked, AskedItem, AskedLot, AskedMinimum, Requirement
from jiazong.ground.ui.inputs import NumberInput
from jiazong.people.places.models import Body

NOT_WHOLE = {"invalid": _("Type a whole number, digits only.")}
TEXT = forms.Textarea({"rows": 3})
POINTS = Decimal(100)
MOST_YEARS = 5
# What stands in a requirement otherwise than in the form.
OTHERWISE = ("purchaser", "entry", "edition", "catalogue_item")


def whole(label: Any, *, most: int = 2**31 - 1, required: bool = False, **more: Any) -> forms.IntegerField:
    """A whole number typed with the number keys."""
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, required=required, widget=NumberInput, error_messages=NOT_WHOLE, **more
    )


def words(label: Any, *, most: int = 4000, required: bool = False, **more: Any) -> forms.CharField:
    """A paragraph."""
    return forms.CharField(label=label, max_length=most, required=required, widget=TEXT, **more)


def entry_said(entry: Entry) -> str:
    """A line of a published catalogue in a few words."""
    return gettext("%(title)s, no. %(n)s: %(project)s") % {"title": entry.edition.title, "n": entry.number, "project": entry.title}


class EntryField(forms.ModelChoiceField):
    """The choice of a line of a published catalogue."""

    def label_from_instance(self, obj: Entry) -> str:
        return entry_said(obj)


class HeadForm(forms.Form):
    """Everything of the requirement that has no lines."""

    name = forms.CharField(label=_("Project name"), max_length=120)
    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", label=_("Project number"),
        error_messages={"invalid": _("Use letters, digits, dot, hyphen and underscore only, for example qinghe-2026-01.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("What is bought"), choices=wording.KINDS, initial=kinds.CENTRE_PROJECT, widget=forms.RadioSelect)
    purchaser = forms.ModelChoiceField(label=_("Purchaser"), queryset=Body.objects.none(), empty_label=_("Choose"))
    city = forms.ChoiceField(label=_("Rules of the city"), help_text=_("Limits of hours, staff and money are taken from the rules of this city on the day of the notice."))
    entry = EntryField(label=_("Item of the project catalogue"), queryset=Entry.objects.none(), required=False, empty_label=_("outside the catalogue"))
    catalogue_item = forms.CharField(label=_("Why it is bought outside the catalogue"), max_length=300, required=False, help_text=_("Only for a purchase that no item of the catalogue fits; the notice says it."))
    years = whole(_("Years in all"), most=MOST_YEARS, initial=3, required=True, help_text=_("Signed once a year; the first year is on trial."))
    whole_project_only = forms.BooleanField(label=_("A bid has to cover all lots"), required=False, initial=True)
    bond_limit_percent = forms.DecimalField(label=_("Bid bond at most"), min_value=0, max_value=2, decimal_places=2, required=False, widget=NumberInput(decimals=True), help_text=_("In percent of the budget; blank means no bond is asked."))
    scope = words(_("Where the service is given"), help_text=_("The boundary of the street or town."))
    users = words(_("Who is served"))
    area_km2 = forms.DecimalField(label=_("Area"), min_value=0, max_digits=9, decimal_places=2, required=False, widget=NumberInput(decimals=True))
    population = whole(_("Population"))
    working_age = whole(_("Of working age"))
    committees = whole(_("Residents’ committees"))
    villages = whole(_("Villages"))
    profile = words(_("What else marks the place"))
    goal_all = words(_("Goals over all years"))
    goal_1 = words(_("Goals of the first year"))
    goal_2 = words(_("Goals of the second year"))
    goal_3 = words(_("Goals of the third year"))
    counts_hours = forms.BooleanField(label=_("Hours are counted by the rule of the city"), required=False, initial=True, help_text=_("Take the mark away for posts bought one by one and for work without hours."))
    base_professionals = whole(_("Professionals at least"), most=999, help_text=_("Blank means what the rule of the city says."))
    minimum_social_workers = whole(_("Of these social workers at least"), most=999)
    method = forms.ChoiceField(label=_("How bids are compared"), choices=wording.METHODS, initial=kinds.COMPREHENSIVE, widget=forms.RadioSelect)
    price_weight = forms.DecimalField(label=_("Points for price or hours"), min_value=0, max_value=100, decimal_places=2, initial=10, widget=NumberInput(decimals=True))

    def __init__(self, *args: Any, purchasers: Any, cities: list[str], entries: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = entries
        self.fields["purchaser"].queryset = purchasers
        self.fields["city"].choices = [(city, wording.city_said(city)) for city in cities]

    def clean_years(self) -> int:
        if not self.cleaned_data["years"]:
            raise forms.ValidationError(_("A tender runs for at least one year; type 1 to 5."))
        return self.cleaned_data["years"]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        entry, purchaser = told.get("entry"), told.get("purchaser")
        if "entry" in self.errors:
            return told
        if entry is None:
            if not told.get("catalogue_item"):
                self.add_error("entry", _("Choose the item of the catalogue, or say why this is bought outside it."))
        elif purchaser and not purchaser.region_id.startswith(entry.edition.region_id):
            self.add_error("entry", _("This item stands in the catalogue of another place; choose one of the purchaser’s own."))
        elif (entry.kind == Entry.POST) != (told.get("kind") == kinds.POST):
            self.add_error("entry", _("The item and the tender buy different kinds of service: a centre project, or posts."))
        return told

    def of_catalogue(self) -> dict[str, str]:
        """The line of the catalogue that is bought, or why none is."""
        entry = self.cleaned_data["entry"]
        if entry is None:
            return {"entry": "", "edition": "", "catalogue_item": self.cleaned_data["catalogue_item"]}
        return {"entry": str(entry.pk), "edition": str(entry.edition_id), "catalogue_item": entry_said(entry)}


class LotLine(LineForm):
    """One lot with the money of one year."""

    code = forms.RegexField(r"^[A-Za-z0-9]{1,20}$", label=_("Lot number"), error_messages={"invalid": _("Use letters and digits only, for example 1.")})
    name = forms.CharField(label=_("Lot"), max_length=120)
    annual_budget = forms.DecimalField(label=_("Budget of one year"), min_value=1, max_digits=13, decimal_places=2, widget=NumberInput(decimals=True))


class MinimumLine(LineForm):
    """One least indicator of a lot."""

    chosen = ("counts", "lot")
    lot = forms.CharField(label=_("Lot number"), max_length=20, required=False)
    name = forms.CharField(label=_("Indicator"), max_length=80)
    method = forms.CharField(label=_("Method of work"), max_length=40)
    unit = forms.CharField(label=_("Unit"), max_length=20)
    counts = forms.ChoiceField(label=_("Counted by"), choices=wording.COUNTING)
    least = whole(_("At least in a year"), required=True)


class ItemLine(LineForm):
    """One line of the table of points."""

    chosen = ("part",)
    part = forms.ChoiceField(label=_("Part"), choices=wording.PARTS)
    name = forms.CharField(label=_("What is judged"), max_length=80)
    words = forms.CharField(label=_("How points are given"), max_length=600, required=False)
    most = forms.DecimalField(label=_("Points at most"), min_value=Decimal("0.01"), max_value=100, decimal_places=2, widget=NumberInput(decimals=True))


LOTS = LinesOf(LotLine, "lots", at_first=1, most=20)
MINIMUMS = LinesOf(MinimumLine, "minimums", at_first=6, most=100)
ITEMS = LinesOf(ItemLine, "items", at_first=4, most=60)
LINES = {"lots": LOTS, "minimums": MINIMUMS, "items": ITEMS}
MORE = {"lots": 1, "minimums": 3, "items": 3}


class TypedRequirement:
    """The forms of one requirement together: as they are shown, or checked as a whole."""

    def __init__(self, typed: Mapping[str, str], *, is_checked: bool, purchasers: Any, cities: list[str], entries: Any, press: str = "") -> None:
        more, _mark, drop = press.partition(":")
        self.is_checked, about = is_checked, {"purchasers": purchasers, "cities": cities, "entries": entries}
        if is_checked:
            self.head = HeadForm(typed, **about)
            self.lots, self.minimums, self.items = (lines.bound(typed) for lines in LINES.values())
        else:
            initial = {name: typed[name] for name in HeadForm.base_fields if name in typed}
            if typed:  # an empty box is sent by no browser
                initial |= {name: name in typed for name in ("whole_project_only", "counts_hours")}
            self.head = HeadForm(initial=initial, **about)
            self.lots, self.minimums, self.items = (
                lines.shown(lines.rows(
                    typed, drop=int(drop) if more == name and drop.isdecimal() else None, more=MORE[name] if more == name and not drop else 0,
                ))
                for name, lines in LINES.items()
            )  # fmt: skip

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), *(lines.is_valid() for lines in (self.lots, self.minimums, self.items)), ]) and self._is_whole()

    def _is_whole(self) -> bool:
        """What only the whole shows: lots that are named, points that come to a hundred."""
        lots, minimums, items = kept(self.lots), kept(self.minimums), kept(self.items)
        codes = [lot["code"] for lot in lots]
        if not lots or len(set(codes)) < len(codes):
            self.head.add_error(None, _("Name at least one lot, each with a number of its own."))
        if unknown := [one["name"] for one in minimums if one["lot"] not in codes and (one["lot"] or len(codes) > 1)]:
            self.head.add_error(None, gettext("The indicator “%(name)s” belongs to no lot; write the number of its lot.") % {"name": unknown[0]})
        named = [(one["lot"], one["name"]) for one in minimums]
        if twins := [name for lot, name in named if named.count((lot, name)) > 1]:
            self.head.add_error(None, gettext("“%(name)s” stands twice; give each its own name.") % {"name": twins[0]})
        self._check_points(items)
        return self.head.is_valid()

    def _check_points(self, items: list[dict[str, Any]]) -> None:
        if self.head.cleaned_data.get("method") == kinds.LOWEST_PRICE:
            return
        told = [(one["part"], one["name"]) for one in items]
        if twins := [name for part, name in told if told.count((part, name)) > 1]:
            self.head.add_error(None, gettext("“%(name)s” stands twice; give each its own name.") % {"name": twins[0]})
        total = sum((one["most"] for one in items), self.head.cleaned_data.get("price_weight") or Decimal(0))
        if total != POINTS:
            self.head.add_error("price_weight", gettext("All points together are %(n)s; they have to be 100.") % {"n": f"{total:f}"})

    def faults(self) -> list[tuple[str, str]]:
        """Every fault as (anchor, sentence)."""
        if not self.is_checked:
            return []
        said = [("", str(error)) for error in self.head.non_field_errors()]
        forms_and_lines = [(self.head, "")]
        for lines in (self.lots, self.minimums, self.items):
            forms_and_lines += [(form, str(n)) for n, form in enumerate(lines, start=1)]
        for form, line in forms_and_lines:
            for bound in form:
                where = f"{bound.label} {line}".strip()
                said += [(bound.id_for_label, gettext("%(where)s: %(what)s") % {"where": where, "what": error}) for error in bound.errors]
        return said

    def requirement(self) -> Requirement:
        """What was typed, once it was found right."""
        told = self.head.cleaned_data
        lots = kept(self.lots)
        only = lots[0]["code"]
        minimums = [AskedMinimum(**{**one, "lot": one["lot"] or only}) for one in kept(self.minimums)]
        return Requirement(
            asked=Asked(
                **{name: told[name] for name in Asked.__dataclass_fields__ if name not in OTHERWISE},
                purchaser=told["purchaser"].name, **self.head.of_catalogue(),
            ),
            lots=tuple(
                AskedLot(one["code"], one["name"], round(one["annual_budget"] * 100), tuple(m for m in minimums if m.lot == one["code"]))
                for one in lots
            ),
            items=() if told["method"] == kinds.LOWEST_PRICE else tuple(AskedItem(**one) for one in kept(self.items)),
        )  # fmt: skip
