from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency
from jiazong.ledger.hours import leaves
from jiazong.ledger.hours.actions import roll_up
from jiazong.ledger.hours.models import MonthClosing, MonthTotal
from jiazong.ledger.hours.rules import entry

FIGURES = ("rows", "direct_minutes", "indirect_minutes", "person_times")


@transaction.atomic
def close_month(contract: Contract, month: date, *, by: Account | None) -> MonthClosing:
    """Close a month with its figures as they stand; whatever is posted into it later is marked late for ever.

    Closing twice is one closing. A month that is not over, or lies outside the term, is refused.
    """
    month = entry.month_of(month)
    roll_up.hold(contract.pk, closing=True)
    if there := MonthClosing.objects.filter(contract=contract, month=month).first():
        return there
    if month not in entry.months_of_term(contract.first_day, contract.last_day):
        raise entry.OutsideTerm
    if min(entry.next_month(month), contract.last_day) > timezone.localdate():
        raise entry.MonthNotOver
    found = MonthTotal.objects.filter(contract=contract, month=month).aggregate(**{name: Sum(name) for name in FIGURES})
    closing = MonthClosing.objects.create(
        contract=contract, month=month, closed_by=by, **{name: found[name] or 0 for name in FIGURES}
    )
    transparency.append_rows(leaves.CLOSING, "line.id = %(id)s", {"id": closing.pk}, expected=1)
    chronicle.record("hours.month_closed", closing, by=by, contract=contract.pk, month=f"{month:%Y-%m}")
    return closing
