"""The list behind a number, fifty rows a page, for eight people at once; and one service saved from the screen."""
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access import actions as access
from jiazong.ground.accounts import actions as accounts
from jiazong.ledger.hours.models import Posting, Source
from jiazong.people.staff.models import Worker
from jiazong.run.bench import pgbench
from jiazong.run.bench.clients import Crowd, Person, WrongAnswer, crowd
from jiazong.run.bench.figures import LIMIT, PART, PRODUCT, Figure
from jiazong.run.bench.served import Served
from jiazong.run.bench.watch import load
from jiazong.run.demo import DemoLoaded

LIST, SAVE = "list", "save"
CLIENTS = 8
INDICATOR = "home_visits"
ROWS_SHOWN = 50
WARMING, WARMING_SECONDS = 4, 30
PASSWORD = "jiazong-bench-7"
PICK = """
DROP TABLE IF EXISTS bench_pick;
CREATE TABLE bench_pick (n integer PRIMARY KEY, contract_id varchar(64), method_id bigint, worker_id bigint, source_id uuid, day date);
INSERT INTO bench_pick SELECT row_number() OVER (ORDER BY contract.code), contract.code, indicator.method_id,
  (SELECT min(worker_id) FROM contracts_assignment listed WHERE listed.contract_id = contract.code),
  (SELECT id FROM hours_source source WHERE source.contract_id = contract.code LIMIT 1), %(today)s
FROM contracts_contract contract JOIN contracts_indicator indicator ON indicator.contract_id = contract.code
WHERE indicator.code = %(indicator)s AND contract.code = ANY(%(codes)s)
"""
FIFTY = """\\set n random(1, {count})
SELECT shown.* FROM bench_pick pick, LATERAL (
  SELECT p.id, p.day, p.title, p.field, p.direct_minutes, p.indirect_minutes, p.person_times, p.is_late, worker.name, method.name
  FROM hours_posting p JOIN staff_worker worker ON worker.id = p.worker_id JOIN contracts_method method ON method.id = p.method_id
  WHERE p.contract_id = pick.contract_id AND p.method_id = pick.method_id ORDER BY p.day DESC, p.id DESC LIMIT 50) shown
WHERE pick.n = :n;
"""
ONE = """\\set n random(1, {count})
INSERT INTO bench_line (contract_id, worker_id, method_id, source_id, day, direct_minutes, indirect_minutes, person_times,
  field, title, note) SELECT contract_id, worker_id, method_id, source_id, day, 30, 5, 1, '', '独居长者探访', '' FROM bench_pick
WHERE n = :n;
"""


def measure_list(served: Served, demo: DemoLoaded, *, seconds: int, folder: Path) -> Iterator[Figure]:
    """The page as HTML with sign-in and reach, beside the bare query for the same rows under as many clients."""
    reader = next(one for one in demo.logins if one.role == "agency_office")
    agency = reader.where.partition(":")[2]
    today = timezone.localdate()
    running = Contract.objects.filter(first_day__lte=today, last_day__gte=today, centre__agency=agency)
    codes = list(running.order_by("code").values_list("code", flat=True))
    count = _pick(codes, today)
    bare = pgbench.rate(FIFTY.format(count=count), seconds, folder)
    yield Figure(LIST, LIMIT, "list_query", "只查询（pgbench，8 个连接）", bare, "次/秒", True, load(), f"{Posting.objects.count():,} 条记录")
    addresses = [reverse("hours:indicator", args=[code, INDICATOR]) for code in codes]
    people = [_signed_in(served, reader.login, reader.password) for _ in range(CLIENTS)]
    steps = [_looking(person, addresses, place) for place, person in enumerate(people)]
    yield from _figures(LIST, "list_page", "产品：一页 50 行（HTML，8 人同时）", served, steps, seconds, "页/秒")


def measure_save(served: Served, demo: DemoLoaded, *, seconds: int, folder: Path) -> Iterator[Figure]:
    """A service sent from the form by eight workers, checked and written to the chronicle, beside a bare insert."""
    bare = pgbench.rate(ONE.format(count=_pick([demo.contract.pk], timezone.localdate())), seconds, folder)
    yield Figure(SAVE, LIMIT, "save_insert", "只插入一行（pgbench，8 个连接）", bare, "次/秒", True, load())
    days = _days(demo.contract)
    before = Posting.objects.filter(contract=demo.contract).count()
    people = [_signed_in(served, login, PASSWORD) for login in _workers(demo)]
    steps = [_recording(person, days) for person in people]
    # A day holds 24 hours: so many services of a minute fit without being refused.
    made = yield from _figures(SAVE, "save_screen", "产品：记一笔（表单，8 人同时）", served, steps, seconds, "次/秒", most=len(days) * 8 * 300)
    written = Posting.objects.filter(contract=demo.contract).count() - before
    sent = len(made.seconds) + len(steps) * WARMING
    if written != sent:
        raise WrongAnswer(f"{sent} services were sent, {written} stand in the ledger")


def _figures(
    group: str, key: str, label: str, served: Served, steps: list[Callable[[int], None]], seconds: int, unit: str,
    most: int = 1_000_000,
) -> Iterator[Figure]:  # fmt: skip
    crowd(steps, WARMING_SECONDS, most=len(steps) * WARMING)
    before = served.cpu()
    found: Crowd = crowd(steps, seconds, most)
    each = (served.cpu() - before) / len(found.seconds) * 1000
    note = f"每次服务器 CPU {each:.1f} 毫秒"
    yield Figure(group, PRODUCT, key, label, found.rate, unit, True, load(), note)
    for part in (0.5, 0.95):
        yield Figure(
            group, PART, f"{key}_p{part * 100:.0f}", f"  p{part * 100:.0f}", found.share(part), "毫秒", False, load()
        )
    return found


def _looking(person: Person, addresses: list[str], place: int) -> Callable[[int], None]:
    def look(turn: int) -> None:
        text = person.look(addresses[(place + turn) % len(addresses)])
        if text.count("<tr") < ROWS_SHOWN:
            raise WrongAnswer(f"the page has {text.count('<tr')} rows")

    return look


def _recording(person: Person, days: list[date]) -> Callable[[int], None]:
    person.form(reverse("hours:log"))

    def record(turn: int) -> None:
        said = {
            "request_key": str(uuid4()), "method": "探访", "title": "独居长者探访", "other_minutes": "1", "person_times": "1",
            "day": days[turn % len(days)].isoformat(), "indirect_minutes": "0", "field": "长者服务",
        }  # fmt: skip
        status, text, onwards = person.send(reverse("hours:log"), said)
        if status != 302 or "saved" not in onwards:
            raise WrongAnswer(f"saving gave {status} {onwards} {text[:200]}")

    return record


def _workers(demo: DemoLoaded) -> list[str]:
    """Accounts for eight of the centre's workers who had none."""
    free = Worker.objects.filter(assignments__contract=demo.contract, account__isnull=True).order_by("pk")[:CLIENTS]
    for number, worker in enumerate(free):
        worker.account = accounts.open_account(f"bench{number}", name=worker.name, password=PASSWORD)
        worker.save(update_fields=["account"])
        access.admit(
            worker.account, role="social_worker", scope_kind="centre", scope_code=worker.centre_id, by=None,
            on=demo.contract.first_day,
        )  # fmt: skip
    return [f"bench{number}" for number in range(CLIENTS)]


def _days(contract: Contract) -> list[date]:
    today = timezone.localdate()
    return [contract.first_day + timedelta(days=n) for n in range((today - contract.first_day).days + 1)]


def _signed_in(served: Served, login: str, password: str) -> Person:
    person = Person(served.port)
    person.sign_in(login, password)
    return person


def _pick(codes: list[str], today: date) -> int:
    for code in codes:
        Source.objects.get_or_create(contract_id=code, kind=Source.SCREEN, name="")
    with connection.cursor() as cursor:
        for statement in PICK.split(";"):
            cursor.execute(statement, {"today": today, "indicator": INDICATOR, "codes": codes} if "%(" in statement else None)
        cursor.execute("ANALYZE bench_pick")
        cursor.execute("SELECT count(*) FROM bench_pick")
        return cursor.fetchone()[0]
