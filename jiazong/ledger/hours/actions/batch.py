"""A book's worth of services, posted whole or not at all: copied into a temporary table, then inserted in one statement."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ledger.hours.actions import roll_up
from jiazong.ledger.hours.models import Source
from jiazong.ledger.hours.rules.entry import Draft

COLUMNS = (
    "worker_id", "method_id", "day", "start_minute", "direct_minutes", "indirect_minutes", "person_times",
    "field", "title", "note", "flags", "sheet", "row", "corrects",
)  # fmt: skip
STAGE = """
CREATE TEMPORARY TABLE hours_batch (worker_id bigint, method_id bigint, day date, start_minute smallint,
  direct_minutes integer, indirect_minutes integer, person_times integer, field text, title text, note text, flags text,
  sheet text, "row" integer, corrects bigint, line integer GENERATED ALWAYS AS IDENTITY) ON COMMIT DROP
"""
REVERSE = """
INSERT INTO hours_posting (contract_id, worker_id, method_id, day, start_minute, direct_minutes, indirect_minutes,
  person_times, quantity, counts_hours, field, title, note, flags, is_late, rule_id, source_id, source_sheet, source_row,
  reverses_id, reason, posted_by_id)
SELECT old.contract_id, old.worker_id, old.method_id, old.day, old.start_minute, -old.direct_minutes,
  -old.indirect_minutes, -old.person_times, -1, old.counts_hours, old.field, old.title, '', '', closed.month IS NOT NULL,
  old.rule_id, %(source)s, batch.sheet, batch.row, old.id, %(reason)s, %(by)s
FROM hours_batch batch JOIN hours_posting old ON old.id = batch.corrects AND old.contract_id = %(contract)s
LEFT JOIN hours_monthclosing closed ON closed.contract_id = old.contract_id AND closed.month = date_trunc('month', old.day)::date
ORDER BY batch.line
"""
INSERT = """
INSERT INTO hours_posting (contract_id, worker_id, method_id, day, start_minute, direct_minutes, indirect_minutes,
  person_times, quantity, counts_hours, field, title, note, flags, is_late, rule_id, source_id, source_sheet, source_row,
  corrects_id, reason, posted_by_id)
SELECT %(contract)s, batch.worker_id, batch.method_id, batch.day, batch.start_minute, batch.direct_minutes,
  batch.indirect_minutes, batch.person_times, 1, listed.is_professional, batch.field, batch.title, batch.note, batch.flags,
  closed.month IS NOT NULL, (SELECT id FROM contracts_hoursrule rule WHERE rule.contract_id = %(contract)s
    ORDER BY (rule.first_day <= batch.day) DESC, CASE WHEN rule.first_day <= batch.day THEN rule.version END DESC,
    rule.version LIMIT 1),
  %(source)s, batch.sheet, batch.row, batch.corrects, CASE WHEN batch.corrects IS NULL THEN '' ELSE %(reason)s END, %(by)s
FROM hours_batch batch
JOIN contracts_assignment listed ON listed.contract_id = %(contract)s AND listed.worker_id = batch.worker_id
JOIN contracts_method method ON method.id = batch.method_id AND method.contract_id = %(contract)s
JOIN contracts_contract contract ON contract.code = %(contract)s AND batch.day BETWEEN contract.first_day AND contract.last_day
LEFT JOIN hours_monthclosing closed ON closed.contract_id = %(contract)s AND closed.month = date_trunc('month', batch.day)::date
ORDER BY batch.line
"""
# Asked apart from the insert: among its conditions the planner would expect a handful of rows and join them one by one.
STAGED = """
SELECT count(*), count(corrects), count(*) FILTER (WHERE direct_minutes < 0 OR indirect_minutes < 0 OR person_times < 0
  OR direct_minutes + indirect_minutes NOT BETWEEN 1 AND 1440)
FROM hours_batch
"""


class BatchRefused(ValueError):
    """A service of the batch does not fit the contract any more; nothing was posted."""


@dataclass(frozen=True)
class Replacement:
    """What a batch did: how many services were posted, how many of them corrected an older one."""

    posted: int
    corrected: int


@transaction.atomic
def post_batch(
    contract: Contract, drafts: Iterable[Draft], *, source: Source, by: Account | None, reason: str = ""
) -> Replacement:
    """Post many services from one source, whole or not at all; a draft with `corrects` first reverses that posting.

    Every draft must fit the contract (term, list of workers, methods, at most a day); one that does not refuses them all.
    """
    roll_up.hold(contract.pk)
    _stage(drafts)
    facts = {"contract": contract.pk, "source": source.pk, "by": by and by.pk, "reason": reason}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE hours_batch")
        cursor.execute(STAGED)
        staged, to_correct, unfit = cursor.fetchone()
        if unfit:
            raise BatchRefused(f"{unfit} rows")
        first = _next_number(cursor)
        reversed_rows = _run(cursor, REVERSE, facts) if to_correct else 0
        inserted = _run(cursor, INSERT, facts)
        last = _next_number(cursor)
    if inserted != staged or reversed_rows != to_correct:
        raise BatchRefused(f"{staged - inserted + to_correct - reversed_rows} rows")
    roll_up.add_between(first, last, source.pk)
    chronicle.record("hours.batch_posted", source, by=by, contract=contract.pk, posted=inserted, corrected=to_correct)
    return Replacement(posted=inserted, corrected=to_correct)


def _stage(drafts: Iterable[Draft]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS hours_batch")
        cursor.execute(STAGE)
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        with cursor.cursor.copy(f"COPY hours_batch ({names}) FROM STDIN") as copy:
            for draft in drafts:
                copy.write_row(_line(draft))


def _line(draft: Draft) -> Sequence[object]:
    return (
        draft.worker_id, draft.method_id, draft.day, draft.start_minute, draft.direct_minutes, draft.indirect_minutes,
        draft.person_times, draft.field, draft.title, draft.note, draft.flags, draft.sheet, draft.row, draft.corrects,
    )  # fmt: skip


def _run(cursor: object, statement: str, facts: dict[str, object]) -> int:
    cursor.execute(statement, facts)
    return cursor.rowcount


def _next_number(cursor: object) -> int:
    """A number from the postings' own sequence: every posting made between two of them by us lies between."""
    cursor.execute("SELECT nextval(pg_get_serial_sequence('hours_posting', 'id'))")
    return cursor.fetchone()[0]
