"""Who may add to the months of a contract at the same time; the database itself adds each line to its month (migration 0008)."""
from django.db import connection


def hold(contract_code: str, *, closing: bool = False) -> None:
    """Until the transaction ends, keep closing and posting of one contract apart: posters share, a closing is alone."""
    lock = "pg_advisory_xact_lock" if closing else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtextextended(%s, 1))", [f"contract {contract_code}"])


def hold_many(contract_code: str) -> None:
    """`hold`, for whoever writes in several statements: two of them on the same months would wait for each other in a ring."""
    hold(contract_code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [f"contract {contract_code}"])


def hold_worker(worker_id: int) -> None:
    """Until the transaction ends, let nobody else post for this worker: the day's sum is checked against what is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(2, %s)", [worker_id])
