"""Bank lines and the vouchers they may belong to."""
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.money.models import BankLine, Entry
from jiazong.ledger.money.rules import booking
from jiazong.ledger.money.rules.bank import DAYS_APART, Booked


def lines_of(contract: Contract) -> QuerySet[BankLine]:
    """The bank lines of a contract, the newest first."""
    return BankLine.objects.filter(contract=contract).order_by("-day", "-id")


def known_keys(contract: Contract, keys: list[str]) -> set[str]:
    """Which of these lines are there already."""
    return set(BankLine.objects.filter(contract=contract, key__in=keys).values_list("key", flat=True))


def untied_vouchers(contract: Contract, first: date, last: date) -> list[Booked]:
    """The vouchers that moved money at a bank around these days and that no line is tied to."""
    around = timedelta(days=DAYS_APART)
    rows = Entry.objects.filter(
        contract=contract, heading__kind__in=(booking.BANK, booking.STREET_BANK), voucher__bank_lines__isnull=True,
        voucher__day__gte=first - around, voucher__day__lte=last + around,
    )  # fmt: skip
    rows = rows.values("voucher", "voucher__day", "voucher__words").annotate(moved=Sum("amount_fen"))
    return [Booked(one["voucher"], one["voucher__day"], one["moved"], one["voucher__words"]) for one in rows]


def open_count(contract: Contract) -> int:
    """How many lines are neither tied nor set aside."""
    return lines_of(contract).filter(voucher__isnull=True, set_aside="").count()
