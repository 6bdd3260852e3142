"""One service in few questions: what must be known before it is posted, and the line with its part of the roll-up."""
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency
from jiazong.ledger.hours import leaves
from jiazong.ledger.hours.actions import notes
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.rules.entry import Draft, Span

KNOWN = """
SELECT counts_hours, has_method, is_closed, rule, source, same_key, spans
FROM app.posting_facts(%(contract)s, %(worker)s, %(method)s, %(day)s, %(request_key)s::uuid)
"""
LINE = (
    "contract_id", "worker_id", "method_id", "day", "start_minute", "direct_minutes", "indirect_minutes", "person_times",
    "quantity", "counts_hours", "field", "title", "note_mark", "flags", "is_late", "rule_id", "source_id", "source_sheet", "reason",
    "request_key", "posted_by_id",
)  # fmt: skip
# The line, its leaf of the evidence log and who posted it; the months are added to by the database.
WRITE = f"""
WITH made AS (
  INSERT INTO hours_posting ({", ".join(LINE)}) VALUES ({", ".join(f"%({name})s" for name in LINE)}) RETURNING *
), leaf AS ({{leaf}}), told AS ({{told}})
SELECT id, posted_at FROM made
"""


@dataclass(frozen=True)
class Known:
    """What the ledger knows before a service is posted; `counts_hours` is None for a worker who is not on the list."""

    counts_hours: bool | None
    has_method: bool
    is_closed: bool
    rule: int | None
    source: UUID | None
    same_key: int | None
    spans: list[Span]


def hold_and_ask(contract: Contract, draft: Draft, request_key: UUID | None) -> Known:
    """Hold the contract's months and the worker's day until the transaction ends, and know everything at once.

    Whoever may not post for this worker learns nothing, as for a worker who is not on the list.
    """
    facts = {
        "contract": contract.pk, "worker": draft.worker_id, "method": draft.method_id, "day": draft.day, "request_key": request_key,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, facts)
        found = cursor.fetchone()
    if found is None:
        return Known(None, has_method=False, is_closed=False, rule=None, source=None, same_key=None, spans=[])
    *known, spans = found
    return Known(*known, [Span(minutes, start, direct) for minutes, start, direct in spans])


def write(
    contract: Contract, draft: Draft, known: Known, *, source: UUID, by: Account | None, request_key: UUID | None
) -> Posting:
    """Write the line, its leaf and its entry in the chronicle, in one statement; its note, where there is one, is sealed beside it."""
    salt, mark = notes.marked(draft.note)
    line = {
        "contract_id": contract.pk, "worker_id": draft.worker_id, "method_id": draft.method_id, "day": draft.day,
        "start_minute": draft.start_minute, "direct_minutes": draft.direct_minutes, "indirect_minutes": draft.indirect_minutes,
        "person_times": draft.person_times, "quantity": 1, "counts_hours": known.counts_hours, "field": draft.field,
        "title": draft.title, "note_mark": mark, "flags": draft.flags, "is_late": known.is_closed, "rule_id": known.rule,
        "source_id": source, "source_sheet": "", "reason": "", "request_key": request_key, "posted_by_id": by and by.pk,
    }  # fmt: skip
    leaf, marks = transparency.row_leaves(leaves.POSTING, "made")
    told, said = chronicle.recorded_with(
        "hours.posted", Posting, written="made", by=by, day=draft.day.isoformat(), late=known.is_closed
    )
    with connection.cursor() as cursor:
        cursor.execute(WRITE.format(leaf=leaf, told=told), line | marks | said)
        number, posted_at = cursor.fetchone()
    posting = Posting(id=number, posted_at=posted_at, **line)
    posting._state.adding, posting._state.db = False, connection.alias
    posting.contract = contract
    notes.keep(posting, salt, draft.note)
    return posting
