"""Papers of a tender that leave the house: each print is a line of the tender's history, with the fingerprint of what was printed."""
import hashlib

from django.db import transaction

from jiazong.commission.tenders.models import Tender
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle


@transaction.atomic
def note_print(tender: Tender, paper: str, content: bytes, *, shape: str, by: Account | None) -> str:
    """Write down that a paper of a tender was printed; gives its SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    chronicle.record(f"tenders.printed_{paper}", tender, by=by, code=tender.code, shape=shape, sha256=sha256)
    return sha256
