"""One service in few questions: what must be known before it is posted, and the line with its part of the roll-up."""
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours.actions import notes, roll_up
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules.entry import Draft, Span

KNOWN = """
SELECT (SELECT is_professional FROM contracts_assignment WHERE contract_id = %(contract)s AND worker_id = %(worker)s),
  EXISTS (SELECT FROM contracts_method WHERE contract_id = %(contract)s AND id = %(method)s),
  EXISTS (SELECT FROM hours_monthclosing WHERE contract_id = %(contract)s AND month = %(month)s),
  (SELECT id FROM contracts_hoursrule WHERE contract_id = %(contract)s ORDER BY first_day > %(day)s,
    CASE WHEN first_day <= %(day)s THEN first_day END DESC, CASE WHEN first_day <= %(day)s THEN version END DESC,
    first_day, version LIMIT 1),
  (SELECT id FROM hours_source WHERE contract_id = %(contract)s AND kind = 'screen'),
  (SELECT id FROM hours_posting WHERE request_key = %(request_key)s::uuid),
  ARRAY(SELECT ARRAY[line.direct_minutes + line.indirect_minutes, line.start_minute, line.direct_minutes] FROM hours_posting line
    WHERE line.worker_id = %(worker)s AND line.day = %(day)s AND line.quantity = 1
      AND NOT EXISTS (SELECT FROM hours_posting back WHERE back.reverses_id = line.id))
"""
LINE = (
    "contract_id", "worker_id", "method_id", "day", "start_minute", "direct_minutes", "indirect_minutes", "person_times",
    "quantity", "counts_hours", "field", "title", "note_mark", "flags", "is_late", "rule_id", "source_id", "source_sheet", "reason",
    "request_key", "posted_by_id",
)  # fmt: skip
WRITE = f"""
WITH made AS (
  INSERT INTO hours_posting ({", ".join(LINE)}) VALUES ({", ".join(f"%({name})s" for name in LINE)}) RETURNING *
), rolled AS ({roll_up.ADD.format(lines="made")})
SELECT id, posted_at FROM made
"""


@dataclass(frozen=True)
class Known:
    """What the ledger knows before a service is posted; `counts_hours` is None for a worker who is not on the list."""

    counts_hours: bool | None
    has_method: bool
    is_closed: bool
    rule: int
    source: UUID | None
    same_key: int | None
    spans: list[Span]


def what_is_known(contract: Contract, draft: Draft, request_key: UUID | None) -> Known:
    """Everything at once; ask it after the locks are held, for a question sees what was there when it began."""
    facts = {
        "contract": contract.pk, "worker": draft.worker_id, "method": draft.method_id, "day": draft.day,
        "month": entry.month_of(draft.day), "request_key": request_key,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, facts)
        *known, spans = cursor.fetchone()
    return Known(*known, [Span(minutes, start, direct) for minutes, start, direct in spans])


def write(
    contract: Contract, draft: Draft, known: Known, *, source: UUID, by: Account | None, request_key: UUID | None
) -> Posting:
    """Write the line and add it to the roll-up, in one statement; its note, where there is one, is sealed beside it."""
    salt, mark = notes.marked(draft.note)
    line = {
        "contract_id": contract.pk, "worker_id": draft.worker_id, "method_id": draft.method_id, "day": draft.day,
        "start_minute": draft.start_minute, "direct_minutes": draft.direct_minutes, "indirect_minutes": draft.indirect_minutes,
        "person_times": draft.person_times, "quantity": 1, "counts_hours": known.counts_hours, "field": draft.field,
        "title": draft.title, "note_mark": mark, "flags": draft.flags, "is_late": known.is_closed, "rule_id": known.rule,
        "source_id": source, "source_sheet": "", "reason": "", "request_key": request_key, "posted_by_id": by and by.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WRITE, line)
        number, posted_at = cursor.fetchone()
    posting = Posting(id=number, posted_at=posted_at, **line)
    posting._state.adding, posting._state.db = False, connection.alias
    posting.contract = contract
    notes.keep(posting, salt, draft.note)
    return posting
