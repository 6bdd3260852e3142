"""What the evidence log holds of a voucher with all its entries: figures may be shown, words and persons are committed to."""
from jiazong.ground.transparency.rows import RowKind, moment, plain, text, word

ENTRIES = (
    "(SELECT string_agg(side.heading_id || ' ' || side.amount_fen, ', ' ORDER BY side.id) FROM money_entry side WHERE side.voucher_id = line.id)"
)
VOUCHER = RowKind(
    kind="voucher",
    table="money_voucher",
    facts={
        "amount_fen": plain("line.amount_fen"), "contract": text("line.contract_id"), "day": word("line.day"), "entries": text(ENTRIES),
        "evidence": text("line.evidence_sha256"), "fund": text("line.fund"), "kind": text("line.kind"), "late": plain("line.is_late"),
        "number": plain("line.number"), "posted_at": moment("line.posted_at"), "reverses": plain("line.reverses_id"),
    },
    private={
        "evidence_name": text("line.evidence"), "posted_by": word("line.posted_by_id"), "reason": text("line.reason"),
        "request_key": word("line.request_key"), "words": text("line.words"),
    },
    at="posted_at",
)  # fmt: skip
