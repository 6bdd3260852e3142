from datetime import date

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle


def note_pack(contract: Contract, *, as_of: date, by: Account | None) -> None:
    """Keep who took the evidence of a contract, and up to which day; the evidence log keeps that it was taken."""
    chronicle.record("evidence.packed", contract, by=by, as_of=as_of.isoformat())
