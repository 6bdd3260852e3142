"""A book's worth of services, posted whole or not at all: copied into a temporary table, then inserted in one statement."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.privacy.sealing import reserve_ids
from jiazong.ground.transparency import actions as transparency
from jiazong.ledger.hours import leaves
from jiazong.ledger.hours.actions import notes, roll_up
from jiazong.ledger.hours.models import Posting, Source
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules.entry import Draft

STAGE = """
CREATE TEMPORARY TABLE hours_batch (id bigint, worker_id bigint, method_id bigint, day date, start_minute smallint,
  direct_minutes integer, indirect_minutes integer, person_times integer, field text, title text, note_mark text, flags text,
  sheet text, "row" integer, corrects bigint, counts_hours boolean, is_late boolean, rule_id bigint, words bytea) ON COMMIT DROP
"""
REVERSE = """
INSERT INTO hours_posting (contract_id, worker_id, method_id, day, start_minute, direct_minutes, indirect_minutes,
  person_times, quantity, counts_hours, field, title, note_mark, flags, is_late, rule_id, source_id, source_sheet, source_row,
  reverses_id, reason, posted_by_id)
SELECT old.contract_id, old.worker_id, old.method_id, old.day, old.start_minute, -old.direct_minutes,
  -old.indirect_minutes, -old.person_times, -1, old.counts_hours, old.field, old.title, '', '', closed.month IS NOT NULL,
  old.rule_id, %(source)s, batch.sheet, batch.row, old.id, %(reason)s, %(by)s
FROM hours_batch batch JOIN hours_posting old ON old.id = batch.corrects AND old.contract_id = %(contract)s
LEFT JOIN hours_monthclosing closed ON closed.contract_id = old.contract_id AND closed.month = date_trunc('month', old.day)::date
ORDER BY old.id
"""
# Whatever is the same for a worker, a day or the whole batch is known before: the database only writes.
INSERT = """
INSERT INTO hours_posting (id, contract_id, worker_id, method_id, day, start_minute, direct_minutes, indirect_minutes,
  person_times, quantity, counts_hours, field, title, note_mark, flags, is_late, rule_id, source_id, source_sheet, source_row,
  corrects_id, reason, posted_by_id)
SELECT coalesce(id, nextval((SELECT pg_get_serial_sequence('hours_posting', 'id'))::regclass)), %(contract)s, worker_id, method_id,
  day, start_minute, direct_minutes, indirect_minutes, person_times, 1, counts_hours,
  field, title, note_mark, flags, is_late, rule_id, %(source)s, sheet, "row", corrects,
  CASE WHEN corrects IS NULL THEN '' ELSE %(reason)s END, %(by)s
FROM hours_batch
"""
NOTES = "INSERT INTO hours_note (posting_id, words) SELECT id, words FROM hours_batch WHERE words IS NOT NULL"


class BatchRefused(ValueError):
    """A service of the batch does not fit the contract any more; nothing was posted."""


@dataclass(frozen=True)
class Replacement:
    """What a batch did: how many services were posted, how many of them corrected an older one."""

    posted: int
    corrected: int


@transaction.atomic
def post_batch(
    contract: Contract, drafts: Sequence[Draft], *, source: Source, by: Account | None, reason: str = ""
) -> Replacement:
    """Post many services from one source, whole or not at all; a draft with `corrects` first reverses that posting.

    Every draft must fit the contract (term, list of workers, methods, at most a day); one that does not refuses them all.
    """
    roll_up.hold_many(contract.pk)
    facts = {"contract": contract.pk, "source": source.pk, "by": by and by.pk, "reason": reason}
    with connection.cursor() as cursor:
        first = _next_number(cursor)
        staged, to_correct = _stage(contract, drafts)
        reversed_rows = _run(cursor, REVERSE, facts) if to_correct else 0
        inserted = _run(cursor, INSERT, facts)
        _run(cursor, NOTES, {})
        last = _next_number(cursor)
    if inserted != staged or reversed_rows != to_correct:
        raise BatchRefused(f"{staged - inserted + to_correct - reversed_rows} rows")
    made = {"first": first, "last": last, "source": source.pk}
    ours = "line.source_id = %(source)s AND line.id BETWEEN %(first)s AND %(last)s"
    transparency.append_rows(leaves.POSTING, ours, made, expected=inserted + reversed_rows)
    chronicle.record("hours.batch_posted", source, by=by, contract=contract.pk, posted=inserted, corrected=to_correct)
    return Replacement(posted=inserted, corrected=to_correct)


def _stage(contract: Contract, drafts: Sequence[Draft]) -> tuple[int, int]:
    """Copy the drafts into a temporary table with what the contract says about each; answers how many, and how many correct.

    A line with a note knows its number beforehand, for its words are sealed to it before they reach the database.
    """
    known, noted = _Known(contract), sum(1 for draft in drafts if draft.note)
    numbers, pen = iter(reserve_ids(Posting, noted)), notes.pen_of(contract) if noted else None
    staged = to_correct = unfit = 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS hours_batch")
        cursor.execute(STAGE)
        with cursor.cursor.copy("COPY hours_batch FROM STDIN") as copy:
            for draft in drafts:
                staged += 1
                to_correct += draft.corrects is not None
                if not known.fits(draft):
                    unfit += 1
                    continue
                salt, mark = notes.marked(draft.note)
                number = next(numbers) if mark else None
                copy.write_row((
                    number, draft.worker_id, draft.method_id, draft.day, draft.start_minute, draft.direct_minutes,
                    draft.indirect_minutes, draft.person_times, draft.field, draft.title, mark, draft.flags,
                    draft.sheet, draft.row, draft.corrects, *known.of(draft), notes.sealed(pen, number, salt, draft.note) if mark else None,
                ))  # fmt: skip
    if unfit:
        raise BatchRefused(f"{unfit} rows")
    return staged, to_correct


class _Known:
    """What a contract says about a service, read once for a whole batch."""

    def __init__(self, contract: Contract) -> None:
        self.first_day, self.last_day = contract.first_day, contract.last_day
        self.professionals = dict(contract.assignments.values_list("worker_id", "is_professional"))
        self.methods = set(contract.methods.values_list("pk", flat=True))
        self.closed = set(contract.closings.values_list("month", flat=True))
        self.rules = list(contract.hours_rules.order_by("first_day", "version"))
        self.by_day: dict[date, tuple[bool, int]] = {}

    def fits(self, draft: Draft) -> bool:
        """Whether a draft fits the contract: term, list of workers, methods, at most a day."""
        figures = draft.direct_minutes, draft.indirect_minutes, draft.person_times
        return (
            draft.worker_id in self.professionals
            and draft.method_id in self.methods
            and self.first_day <= draft.day <= self.last_day
            and min(figures) >= 0
            and 0 < draft.minutes <= entry.MINUTES_OF_A_DAY
        )

    def of(self, draft: Draft) -> tuple[bool, bool, int]:
        """Whether its hours count, whether its month is closed, and by which version of the rule it counts."""
        told = self.by_day.get(draft.day)
        if told is None:
            rules = [rule for rule in self.rules if rule.first_day <= draft.day]
            # Before the first version the first counts; of those in force, the newest.
            rule = max(rules, key=lambda one: one.version) if rules else min(self.rules, key=lambda one: one.version)
            told = self.by_day[draft.day] = entry.month_of(draft.day) in self.closed, rule.pk
        return self.professionals[draft.worker_id], *told


def _run(cursor: object, statement: str, facts: dict[str, object]) -> int:
    cursor.execute(statement, facts)
    return cursor.rowcount


def _next_number(cursor: object) -> int:
    """A number from the postings' own sequence: every posting made between two of them by us lies between."""
    cursor.execute("SELECT nextval(pg_get_serial_sequence('hours_posting', 'id'))")
    return cursor.fetchone()[0]
