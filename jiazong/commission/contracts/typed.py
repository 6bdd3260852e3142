"""A contract being typed: its three forms together, what they show at first, and what comes of them."""
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import BaseFormSet
from django.utils.translation import gettext as _

from jiazong.commission.contracts import queries, standards
from jiazong.commission.contracts.forms import (
    ROWS_AT_FIRST,
    ROWS_MORE,
    IndicatorForm,
    IndicatorForms,
    StaffForm,
    StaffLine,
    TermForm,
    file_of,
    rows_typed,
)
from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import BadContract, ContractSpec, read_contract
from jiazong.commission.contracts.wording import LINE, fault_said
from jiazong.people.places.models import Body, Centre
from jiazong.people.staff.models import Post

FIELD_OF_PLACE = {
    "code": "code", "centre.code": "centre_code", "centre.name": "centre_name", "centre.region": "region", "agency": "agency",
    "purchaser": "purchaser", "term": "last_day", "term.first_day": "first_day", "term.last_day": "last_day", "term.year": "year",
    "term.of": "of_years", "annual_budget_yuan": "budget", "hours.professionals": "professionals", "hours.total": "total",
    "hours.floor": "floor", "hours.ceiling_percent": "ceiling",
}  # fmt: skip


class TypedContract:
    """The forms of one contract: its terms, its indicators, its list of workers."""

    def __init__(
        self, data: Mapping[str, str] | None, *, contract: Contract | None, centre: Centre | None, agency: Body | None, today: date
    ) -> None:
        self.contract, self.centre, self.today = contract, centre, today
        kept = {"is_new": contract is None, "centre_is_new": centre is None}
        terms = initial_terms(contract, centre, agency)
        self.term = TermForm(data, initial=terms, **kept)
        self.staff = StaffForm(data, workers=staff_lines(centre, contract) if centre else [], prefix="staff")
        # Bound lines get no initial values: a line that was not changed would count as blank and be dropped.
        self.rows: BaseFormSet = IndicatorForms(data) if data else IndicatorForms(initial=initial_rows(contract))

    @classmethod
    def redrawn(cls, data: Mapping[str, str], **about: Any) -> "TypedContract":
        """The same forms after a button that only changes what is shown: more lines, one line less, the usual hours."""
        typed = cls(data, **about)
        drop = int(data["drop"]) if data.get("drop", "").isdigit() else None
        rows = rows_typed(data, drop=drop, more=ROWS_MORE if "more" in data else 0)
        typed.rows = IndicatorForms(initial=rows)
        shown = {name: data.get(name, "") for name in typed.term.fields}
        shown |= {name: field for name, field in typed.term.initial.items() if typed.term.fields[name].disabled}
        if "usual" in data:
            shown |= usual_hours(data, typed.today)
        typed.term = TermForm(initial=shown, is_new=about["contract"] is None, centre_is_new=about["centre"] is None)
        picked = {one.field: data.get(f"staff-{one.field}", one.standing) for one in typed.staff.workers}
        typed.staff = StaffForm(initial=picked, workers=typed.staff.workers, prefix="staff")
        return typed

    @property
    def usual_each(self) -> int:
        """The hours the standard asks of one professional a year."""
        return standards.suggested_hours(1, on=self.today).total

    def is_valid(self) -> bool:
        return all([self.term.is_valid(), self.rows.is_valid(), self.staff.is_valid()])

    def spec(self) -> ContractSpec:
        """What was typed as a contract; raises BadContract with the place."""
        rows = [form.cleaned_data for form in self.kept_rows()]
        return read_contract(file_of(self.term.cleaned_data, rows, self.staff.chosen()))

    def kept_rows(self) -> list[IndicatorForm]:
        """The lines in which something stands."""
        return [form for form in self.rows if form.cleaned_data]

    def refuse(self, fault: BadContract) -> None:
        """Put a fault beside the field it belongs to, or at the head of the form."""
        said = fault_said(fault)
        found = LINE.match(fault.where)
        if found and found["list"] == "indicators" and found["part"] in IndicatorForm.base_fields:
            part = "name" if found["part"] == "code" else found["part"]
            self.kept_rows()[int(found["n"])].add_error(part, said)
        else:
            self.term.add_error(FIELD_OF_PLACE.get(fault.where), said)

    def faults(self) -> list[tuple[str, str]]:
        """Every fault as (anchor, sentence), the terms first."""
        said = [("", error) for error in self.term.non_field_errors()]
        forms = [(self.term, "")] + [(form, str(n)) for n, form in enumerate(self.rows, start=1)] + [(self.staff, "")]
        for form, line in forms:
            for bound in form:
                where = f"{bound.label} {line}".strip()
                said += [(bound.id_for_label, _("%(where)s: %(what)s") % {"where": where, "what": error}) for error in bound.errors]
        return said


def initial_terms(contract: Contract | None, centre: Centre | None, agency: Body | None) -> dict[str, Any]:
    """What the terms show at first: the contract as it stands, or what is known of the centre."""
    shown: dict[str, Any] = {"year": 1, "of_years": 1, "agency": agency.name if agency else ""}
    if centre:
        shown |= {"centre_code": centre.code, "centre_name": centre.name, "region": centre.region_id, "agency": centre.agency.name}
        last = centre.contracts.select_related("purchaser").order_by("-first_day").first()
        shown["purchaser"] = last.purchaser.name if last else ""
    return shown if contract is None else shown | _terms_of(contract)


def _terms_of(contract: Contract) -> dict[str, Any]:
    rule = contract.hours_rules.order_by("-version").first()
    named = set(contract.indicators.values_list("method__name", flat=True))
    extra = [name for name in contract.methods.values_list("name", flat=True) if name not in named]
    return {
        "code": contract.code, "agency": contract.agency.name, "purchaser": contract.purchaser.name,
        "first_day": contract.first_day, "last_day": contract.last_day, "year": contract.year, "of_years": contract.of_years,
        "trial": contract.is_trial, "budget": tidy(contract.budget_fen / 100), "professionals": rule.professionals,
        "total": tidy(rule.total_minutes / 60), "floor": tidy(rule.floor_minutes / 60), "ceiling": tidy(float(rule.ceiling_percent)),
        "methods": "，".join(extra),
    }  # fmt: skip


def tidy(number: float) -> str:
    """A number as one would type it, without needless noughts."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def initial_rows(contract: Contract | None) -> list[dict[str, Any]]:
    """The indicators of a contract as lines of the form."""
    if contract is None:
        return [{} for _line in range(ROWS_AT_FIRST)]
    rows = contract.indicators.select_related("method").order_by("order")
    return [
        {"code": one.code, "name": one.name, "method": one.method.name, "unit": one.unit, "counts": one.counts, "target": one.target}
        for one in rows
    ]


def staff_lines(centre: Centre, contract: Contract | None) -> list[StaffLine]:
    """The workers of a centre who may stand on a contract's list; one without any post has to be given one first."""
    listed = {one.worker_id: one.is_professional for one in queries.workers_on_list(contract)} if contract else {}
    posts: dict[int, Post] = {}
    for post in Post.objects.filter(worker__centre=centre).select_related("kind").order_by("first_day"):
        posts[post.worker_id] = post
    lines = []
    for worker in centre.workers.order_by("sort_key", "pk"):
        post = posts.get(worker.pk)
        if post is None or (worker.left_on and worker.pk not in listed):
            continue
        counts = listed.get(worker.pk, post.kind.is_professional)
        standing = "" if contract and worker.pk not in listed else "professional" if counts else "other"
        lines.append(StaffLine(worker.pk, worker.name, post.kind_id, post.kind.name, standing=standing, is_listed=worker.pk in listed))
    return lines


def usual_hours(data: Mapping[str, str], today: date) -> dict[str, str]:
    """The hours the standard gives for the number of professionals that was typed; nothing for what is no number."""
    typed = data.get("professionals", "").strip()
    if not typed.isdecimal() or not 0 < int(typed) < 1000:
        return {}
    try:
        day = date.fromisoformat(data.get("first_day", ""))
    except ValueError:
        day = today
    found = standards.suggested_hours(int(typed), on=day)
    return {"total": str(found.total), "floor": str(found.floor), "ceiling": tidy(float(found.ceiling_percent))}
