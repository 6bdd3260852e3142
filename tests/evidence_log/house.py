"""A small house with a log that is worth forging: postings, a correction, a closing, other deeds, several checkpoints, a witness."""
from dataclasses import dataclass
from datetime import date, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from jiazong.commission.contracts.models import Contract
from jiazong.ground.transparency import actions, keys, notes, queries
from jiazong.ground.transparency.verifying.faults import Report
from jiazong.ground.transparency.verifying.whole import verify
from jiazong.ledger.hours import actions as ledger
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.tests.factories import draft, make_account, make_contract
from jiazong.run.evidence_log import KINDS

SECRET = Ed25519PrivateKey.from_private_bytes(b"\x0b" * 32)
WITNESS = notes.key_of("street.example/witness", notes.WITNESS_KEY, SECRET)
FORGED = (
    "hours_posting", "hours_monthclosing", "transparency_leaf", "transparency_entry", "transparency_node",
    "transparency_checkpoint", "transparency_cosignature", "transparency_log", "transparency_adoption", "money_voucher", "money_entry",
)  # fmt: skip


@dataclass(frozen=True)
class Log:
    """The log as it stands, and the checkpoint a witness took home."""

    contract: Contract
    sizes: list[int]
    taken_home: str

    def examined(self) -> Report:
        """What an examination finds, with the checkpoint of the witness at hand."""
        return verify(KINDS, outside=[(self.taken_home, "taken home")])


def build(postings: int = 24, others: int = 300) -> Log:
    """Three checkpoints: postings and a correction, a closing and many other deeds, a few more."""
    contract, by = make_contract(), make_account()
    actions.adopt(KINDS)
    days = [date(2025, 3, 3) + timedelta(days=number % 20) for number in range(postings)]
    made = [ledger.post(contract, draft(contract, day=day, direct=30 + at, worker=at % 3), by=by) for at, day in enumerate(days)]
    ledger.correct(made[0], draft(contract, day=days[0], direct=45), reason="时长填错", by=by)
    leaf_what_has_none()
    sizes = [actions.sequence().size]
    ledger.close_month(contract, date(2025, 3, 1), by=by)
    leaf_what_has_none()
    actions.append_many("import", ((f"import:{at}", {"rows": at, "sha256": "ab" * 32}, {"name": "三月台账"}) for at in range(others)))
    sizes.append(actions.sequence().size)
    _cosign()
    taken_home = queries.note_of(queries.latest_checkpoint())
    actions.append("export", "export:1", {"rows": 7}, private={"by": "甲"})
    sizes.append(actions.sequence().size)
    keys.write_head(queries.log().pk, queries.latest_checkpoint().note)
    return Log(contract, sizes, taken_home)


def leaf_what_has_none() -> None:
    """Leaves for the rows whose writer gives them none of its own."""
    for kind in KINDS:
        actions.append_rows(kind, f"NOT EXISTS (SELECT 1 FROM transparency_leaf leaf WHERE leaf.subject = {kind.subject})")


def grow(log: Log, dice: object) -> None:
    """Some honest work, sequenced or not."""
    for _ in range(dice.randrange(4)):
        ledger.post(log.contract, draft(log.contract, day=date(2025, 5, 1) + timedelta(days=dice.randrange(200)), direct=dice.randrange(1, 60),
                                        worker=dice.randrange(3), method=dice.randrange(2)), by=None)  # fmt: skip
    leaf_what_has_none()
    if dice.random() < 0.5:
        actions.append("export", f"export:{dice.random()}", {"rows": dice.randrange(99)})
    if dice.random() < 0.8 and actions.sequence():
        keys.write_head(queries.log().pk, queries.latest_checkpoint().note)


def _cosign() -> None:
    actions.add_witness(WITNESS, "street")
    note = queries.latest_checkpoint().note
    actions.take_cosignatures(note + notes.sign_witness(notes.Checkpoint.parse(note).body, SECRET, WITNESS, 1772706069))


def as_forger() -> None:
    """Until the transaction is taken back: everything an owner of the database can do, triggers and policies out of the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL ROLE NONE")
        for table in FORGED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")


def postings_to_forge() -> list[int]:
    """Postings no other row hangs on."""
    held = {one for pair in Posting.objects.values_list("reverses", "corrects") for one in pair if one}
    return [number for number in Posting.objects.filter(quantity=1).order_by("id").values_list("id", flat=True) if number not in held]
