"""What the evidence log holds of a posting and of a closing: figures may be shown, persons and words are committed to."""
from jiazong.ground.transparency.rows import RowKind, moment, plain, text, word

POSTING = RowKind(
    kind="posting",
    table="hours_posting",
    facts={
        "contract": text("line.contract_id"), "corrects": plain("line.corrects_id"), "counts_hours": plain("line.counts_hours"),
        "day": word("line.day"), "direct_minutes": plain("line.direct_minutes"), "flags": text("line.flags"),
        "indirect_minutes": plain("line.indirect_minutes"), "late": plain("line.is_late"), "method": plain("line.method_id"),
        "person_times": plain("line.person_times"), "posted_at": moment("line.posted_at"), "quantity": plain("line.quantity"),
        "reverses": plain("line.reverses_id"), "rule": plain("line.rule_id"), "source": word("line.source_id"),
        "source_row": plain("line.source_row"),
    },
    private={
        "field": text("line.field"), "note": text("line.note_mark"), "posted_by": word("line.posted_by_id"),
        "reason": text("line.reason"), "request_key": word("line.request_key"), "source_sheet": text("line.source_sheet"),
        "start_minute": plain("line.start_minute"), "title": text("line.title"), "worker": plain("line.worker_id"),
    },
    at="posted_at",
)  # fmt: skip
CLOSING = RowKind(
    kind="closing",
    table="hours_monthclosing",
    facts={
        "closed_at": moment("line.closed_at"), "contract": text("line.contract_id"), "direct_minutes": plain("line.direct_minutes"),
        "indirect_minutes": plain("line.indirect_minutes"), "month": word("line.month"),
        "person_times": plain("line.person_times"), "rows": plain("line.rows"),
    },
    private={"closed_by": word("line.closed_by_id")},
    at="closed_at",
)  # fmt: skip
