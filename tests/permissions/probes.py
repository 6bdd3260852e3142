"""What the database alone must show and take, said a second time and independently of the policies: table × verb × words.

A probe asks the database directly, as one person, about one table. What must come out is reckoned here by the pure rule of
the first layer (`rules.reach_of` on permissions.csv): where both layers differ, a probe fails.
"""
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from jiazong.ground.access import table
from jiazong.ground.access.rules import Held, reach_of
from tests.permissions.world import ENDED, TO_COME, Person, World

VERBS = ("select", "insert", "update", "delete")
CENTRE_OF = {  # how a row leads to its centre
    "contract_id": "(SELECT c.centre_id FROM contracts_contract c WHERE c.code = t.contract_id)",
    "worker_id": "(SELECT w.centre_id FROM staff_worker w WHERE w.id = t.worker_id)",
    "book_id": "(SELECT c.centre_id FROM books_book b JOIN contracts_contract c ON c.code = b.contract_id WHERE b.id = t.book_id)",
    "centre_id": "t.centre_id",
    "code": "t.code",
}
OWNER_OF = {"worker_id": "(SELECT w.account_id FROM staff_worker w WHERE w.id = t.worker_id)", "account_id": "t.account_id"}


@dataclass(frozen=True)
class Protected:
    """One table: how its rows lead to a centre and to a person; by which words each verb is allowed, wide and to the own."""

    name: str
    by: str
    wide: dict[str, str]
    own: dict[str, str]
    mine: str = ""
    key: str = "id"

    def words(self, verb: str) -> tuple[list[str], list[str]]:
        return self.wide.get(verb, "").split(), self.own.get(verb, "").split()


# The desk posts what is answered there to the ledger, as the contract counts it: for that it sees the contract's list and rules.
DESK = "intake.triage"
IN_CONTRACT = {"select": "contracts.read progress.read contracts.write", **dict.fromkeys(VERBS[1:], "contracts.write")}
AT_THE_DESK = {**IN_CONTRACT, "select": f"{IN_CONTRACT['select']} {DESK}"}
OF_STAFF = {"select": "staff.read contracts.write", **dict.fromkeys(VERBS[1:], "staff.write contracts.write")}
OF_CENTRE = {"select": "centres.read", **dict.fromkeys(VERBS[1:], "centres.write")}
SEES_SUMS = "money.sums money.read money.write money.pay"
FOLLOWS = "contracts.follow contracts.accept contracts.renew contracts.terminate"
OF_BOOKS = {"select": "books.read books.import books.confirm", **dict.fromkeys(VERBS[1:], "books.import books.confirm")}
TABLES = (
    Protected("hours_posting", "contract_id", {"select": "postings.read evidence.pack months.close", "insert": "books.confirm"},
              {"select": "postings.read hours.mine hours.log hours.correct", "insert": "hours.log hours.correct"}, mine="worker_id"),
    Protected("hours_monthtotal", "contract_id", {"select": f"progress.read months.read books.confirm {DESK}"}, {"select": "hours.log hours.correct"}),
    Protected("hours_workertotal", "contract_id", {"select": "postings.read evidence.pack months.close"},
              {"select": "postings.read hours.mine hours.log hours.correct"}, mine="worker_id"),
    Protected("hours_monthclosing", "contract_id", {"select": f"progress.read months.read books.confirm {DESK}", "insert": "months.close"},
              {"select": "hours.log hours.correct"}),
    Protected("hours_source", "contract_id", {"select": f"postings.read evidence.pack books.read books.confirm {DESK}", "insert": f"books.confirm {DESK}"},
              {"select": "postings.read hours.mine hours.log", "insert": "hours.log hours.correct"}),
    Protected("hours_daysum", "contract_id", {"select": "progress.read"}, {}, key="day"),
    Protected("contracts_contract", "centre_id", {"select": AT_THE_DESK["select"], "insert": "contracts.write",
              "update": "contracts.write"}, {}, key="code"),
    *(Protected(f"contracts_{part}", "contract_id", AT_THE_DESK, {}) for part in ("hoursrule", "method", "assignment")),
    Protected("contracts_indicator", "contract_id", IN_CONTRACT, {}),
    Protected("staff_worker", "centre_id", {"select": "staff.read postings.read evidence.pack contracts.write intake.desk",
              "insert": "staff.write contracts.write", "update": "staff.write contracts.write"}, {"select": "*"}, mine="account_id"),
    Protected("staff_post", "worker_id", OF_STAFF, {}),
    Protected("staff_certificate", "worker_id", OF_STAFF, {}),
    Protected("staff_registration", "worker_id", {"select": "staff.read", **dict.fromkeys(VERBS[1:], "staff.write")},
              {"select": "staff.qualifications"}, mine="worker_id"),
    Protected("staff_workerskill", "worker_id", {"select": "staff.read", "insert": "staff.write", "delete": "staff.write"},
              {"select": "staff.qualifications"}, mine="worker_id"),
    Protected("staff_course", "worker_id", {"select": "staff.read", **dict.fromkeys(("insert", "delete"), "staff.write education.write")},
              {"select": "staff.qualifications", **dict.fromkeys(("insert", "delete"), "education.write")}, mine="worker_id"),
    Protected("staff_absence", "worker_id", {"select": "leave.read", **dict.fromkeys(("insert", "update"), "leave.write")},
              {"select": "leave.read", **dict.fromkeys(("insert", "update"), "leave.write")}, mine="worker_id"),
    Protected("places_centre", "code", {"select": "centres.read contracts.write", "insert": "contracts.write",
              "update": "centres.write contracts.write"}, {}, key="code"),
    Protected("places_room", "centre_id", OF_CENTRE, {}),
    Protected("books_book", "contract_id", {**OF_BOOKS, "insert": "books.import", "delete": ""}, {}),
    Protected("books_bookrow", "book_id", OF_BOOKS, {}),
    Protected("money_heading", "contract_id", {"select": SEES_SUMS, **dict.fromkeys(VERBS[1:], "money.write")}, {}),
    *(Protected(f"money_{part}", "contract_id", {"select": "money.read money.write", "insert": "money.write"}, {}) for part in ("voucher", "entry")),
    Protected("money_monthsum", "contract_id", {"select": SEES_SUMS, **dict.fromkeys(("insert", "update"), "money.write")}, {}),
    Protected("money_instalment", "contract_id", {"select": SEES_SUMS, "insert": "money.write", "delete": "money.write",
              "update": "money.write money.pay contracts.accept"}, {}),
    Protected("money_bankline", "contract_id", {"select": "money.read money.write", **dict.fromkeys(("insert", "update"), "money.write")}, {}),
    Protected("lifecycle_promise", "contract_id", {"select": "contracts.read contracts.follow", **dict.fromkeys(VERBS[1:], "contracts.promise")}, {}),
    Protected("lifecycle_bond", "contract_id", {"select": FOLLOWS, **dict.fromkeys(("insert", "update"), "contracts.amend")}, {}),
    Protected("lifecycle_amendment", "contract_id", {"select": FOLLOWS, "insert": "contracts.amend"}, {}),
    Protected("lifecycle_acceptance", "contract_id", {"select": FOLLOWS, **dict.fromkeys(("insert", "update"), "contracts.accept")}, {}),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row as the system sees it: its key, its place, whose it is."""

    key: str
    code: str
    agency: str
    region: str
    account: str


def rows_of(one: Protected) -> list[Row]:
    """Every row of a table with what decides about it, read by the system."""
    mine = OWNER_OF.get(one.mine, "NULL")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.ctid_key, c.code, c.agency_id, c.region_id, coalesce(t.owner::text, '') FROM (SELECT t.{one.key}::text AS ctid_key,"
            f" {CENTRE_OF[one.by]} AS centre, {mine} AS owner FROM {one.name} t) t JOIN places_centre c ON c.code = t.centre"
        )
        return [Row(*found) for found in cursor.fetchall()]


def held_by(person: Person, world: World) -> list[Held]:
    """What the person holds today, as the world was built and not as the database says."""
    if person.state in (ENDED, TO_COME):
        return []
    side = world.theirs if person.state == "elsewhere" else world.ours
    return [Held(person.role, *side.scopes[person.role])]


def is_allowed(one: Protected, verb: str, row: Row, person: Person | None, world: World) -> bool:
    """Whether the table of permissions lets a person do a verb to a row."""
    if person is None:
        return False
    held, (wide, own) = held_by(person, world), one.words(verb)
    is_mine = row.account == str(person.account.pk)
    if own == ["*"] and is_mine:
        return True
    for word in wide:
        if reach_of(word, held, table.cells()).covers_centre(code=row.code, agency=row.agency, region=row.region):
            return True
    for word in own:
        reach = reach_of(word, held, table.cells())
        if row.code in reach.own_in and (is_mine or not one.mine):
            return True
        # Where a role has the word for the whole scope, its own rows lie within.
        if one.mine and is_mine and word in wide and reach.covers_centre(code=row.code, agency=row.agency, region=row.region):
            return True
    return False


def faults_of(one: Protected, people: list[Person | None], world: World) -> Iterator[str]:
    """What the database shows or takes otherwise than it must, for one table; also gives how many probes there were."""
    rows = rows_of(one)
    samples = [next((row for row in rows if row.code == side.contract.centre_id), None) for side in (world.ours, world.theirs)]
    texts = {row.key: _as_json(one, row) for row in samples if row and one.key != "day"}
    for person in people:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.account', %s, true), set_config('app.purpose', 'probe', true), set_config('role', 'jiazong_app', true)",
                [str(person.account.pk) if person else ""],
            )
            yield from _read(cursor, one, rows, person, world)
            if one.key != "day":
                for row in filter(None, samples):
                    for verb in VERBS[1:]:
                        yield from _write(cursor, one, verb, row, texts[row.key], person, world)
            cursor.execute("SELECT set_config('role', 'jiazong_system', true), set_config('app.purpose', 'tests', true), set_config('app.account', '', true)")


def _read(cursor: object, one: Protected, rows: list[Row], person: Person | None, world: World) -> Iterator[str]:
    cursor.execute(f"SELECT {one.key}::text FROM {one.name}")
    seen = {key for (key,) in cursor.fetchall()}
    must = {row.key for row in rows if is_allowed(one, "select", row, person, world)}
    yield "" if seen == must else f"select {one.name} by {person}: {len(seen - must)} too many, {len(must - seen)} too few"


def _write(cursor: object, one: Protected, verb: str, row: Row, text: str, person: Person | None, world: World) -> Iterator[str]:
    """A write that is allowed fails on a key or counts one row; one that is not is refused or finds nothing."""
    statement, values = {
        "insert": (f"INSERT INTO {one.name} SELECT * FROM jsonb_populate_record(NULL::{one.name}, %s::jsonb)", [text]),
        "update": (f"UPDATE {one.name} SET {_column(one)} = {_column(one)} WHERE {one.key}::text = %s", [row.key]),
        "delete": (f"DELETE FROM {one.name} WHERE {one.key}::text = %s", [row.key]),
    }[verb]
    try:
        with transaction.atomic():
            cursor.execute(statement, values)
            taken = cursor.rowcount > 0
            raise _Undo
    except _Undo:
        pass
    except DatabaseError as fault:
        taken = getattr(fault.__cause__, "sqlstate", "") != "42501"
    # To be changed or removed a row must be seen as well.
    must = is_allowed(one, verb, row, person, world) and (verb == "insert" or is_allowed(one, "select", row, person, world))
    yield "" if taken == must else f"{verb} {one.name} by {person} of {row.code}: {'taken' if taken else 'refused'}"


class _Undo(Exception):
    """Nothing a probe writes stays."""


def _column(one: Protected) -> str:
    return {"contracts_contract": "budget_fen", "places_centre": "idea", "hours_monthtotal": "rows", "staff_absence": "withdrawn_at",
        "money_bankline": "set_aside", "lifecycle_bond": "returned_on", "lifecycle_acceptance": "remark"}.get(one.name, one.key)


def _as_json(one: Protected, row: Row) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {one.name} t WHERE t.{one.key}::text = %s", [row.key])
        return cursor.fetchone()[0]
