"""The monthly roll-up, added to in the very transaction of the postings it sums."""
from django.db import connection

ADD = """
INSERT INTO hours_monthtotal AS total (contract_id, month, method_id, rows, direct_minutes, indirect_minutes,
  person_times, counted_direct_minutes, counted_indirect_minutes)
SELECT contract_id, date_trunc('month', day)::date, method_id, sum(quantity), sum(direct_minutes), sum(indirect_minutes),
  sum(person_times), coalesce(sum(direct_minutes) FILTER (WHERE counts_hours), 0),
  coalesce(sum(indirect_minutes) FILTER (WHERE counts_hours), 0)
FROM {lines}
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
ON CONFLICT (contract_id, month, method_id) DO UPDATE SET
  rows = total.rows + excluded.rows,
  direct_minutes = total.direct_minutes + excluded.direct_minutes,
  indirect_minutes = total.indirect_minutes + excluded.indirect_minutes,
  person_times = total.person_times + excluded.person_times,
  counted_direct_minutes = total.counted_direct_minutes + excluded.counted_direct_minutes,
  counted_indirect_minutes = total.counted_indirect_minutes + excluded.counted_indirect_minutes
"""
# Rows are upserted in key order, so that two writers of the same months wait for each other instead of deadlocking.


def add_postings(ids: list[int]) -> None:
    """Add these freshly made postings to the roll-up."""
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(lines="hours_posting WHERE id = ANY(%s)"), [ids])


def add_between(first_id: int, last_id: int, source_id: object) -> None:
    """Add the postings of one source whose numbers lie in a range: a batch, without listing every number."""
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(lines="hours_posting WHERE id BETWEEN %s AND %s AND source_id = %s"), [first_id, last_id, source_id])


def hold_both(contract_code: str, worker_id: int) -> None:
    """`hold` and `hold_worker` in one question, in this order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 1)), pg_advisory_xact_lock(2, %s)",
            [f"contract {contract_code}", worker_id],
        )


def hold(contract_code: str, *, closing: bool = False) -> None:
    """Until the transaction ends, keep closing and posting of one contract apart: posters share, a closing is alone."""
    lock = "pg_advisory_xact_lock" if closing else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtextextended(%s, 1))", [f"contract {contract_code}"])


def hold_worker(worker_id: int) -> None:
    """Until the transaction ends, let nobody else post for this worker: the day's sum is checked against what is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(2, %s)", [worker_id])
