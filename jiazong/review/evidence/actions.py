from datetime import date

from django.db import transaction

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency


@transaction.atomic
def note_pack(contract: Contract, *, as_of: date, by: Account | None) -> None:
    """Keep who took the evidence of a contract, and up to which day; the evidence log keeps that it was taken."""
    noted = chronicle.record("evidence.packed", contract, by=by, as_of=as_of.isoformat())
    facts = {"as_of": as_of.isoformat(), "contract": contract.pk, "what": "evidence_pack"}
    transparency.append("export", f"export:{noted.pk}", facts, private={"by": by and str(by.pk)})
