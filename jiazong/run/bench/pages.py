"""The list behind a number, fifty rows a page, for eight people at once; and one service saved from the screen."""
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access import actions as access
from jiazong.ground.accounts import actions as accounts
from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours.models import Posting, Source
from jiazong.people.staff.models import Worker
from jiazong.run import prepare
from jiazong.run.bench import load as driver
from jiazong.run.bench import pgbench
from jiazong.run.bench.clients import Person, WrongAnswer, crowd
from jiazong.run.bench.figures import LIMIT, PART, PRODUCT, Figure
from jiazong.run.bench.grounds import Grounds
from jiazong.run.bench.served import Served
from jiazong.run.bench.watch import backends_cpu, load

LIST, SAVE = "list", "save"
CLIENTS = 8
INDICATOR = "home_visits"
ROWS_SHOWN = 50
WARMING = 4
PASSWORD = "jiazong-bench-7-quiet"
PICK = """
DROP TABLE IF EXISTS bench_pick;
CREATE TABLE bench_pick AS SELECT row_number() OVER (ORDER BY contract)::integer AS n, contract AS contract_id, methods[1] AS method_id,
  workers[1] AS worker_id, source AS source_id, first_day AS day FROM bench_place;
ALTER TABLE bench_pick ADD PRIMARY KEY (n);
ANALYZE bench_pick
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


def measure_list(grounds: Grounds) -> Iterator[Figure]:
    """The page as HTML with sign-in, both layers and headers, beside the bare query for the same rows, as many clients."""
    city, seconds = grounds.city, grounds.size.seconds
    bare = pgbench.rate(FIFTY.format(count=_pick()), seconds, grounds.folder)
    yield Figure(LIST, LIMIT, "list_query", "只查询（pgbench，8 个连接）", bare, "次/秒", True, load(), f"{city.lines:,} 条记录")
    addresses = [reverse("hours:indicator", args=[code, INDICATOR]) for code in _codes()]
    reader = _reader()
    people = [_signed_in(grounds.server, reader, PASSWORD) for _ in range(CLIENTS)]
    if "<tr" not in people[0].look(addresses[0]) or people[0].look(addresses[0]).count("<tr") < ROWS_SHOWN:
        raise WrongAnswer("the page does not show fifty rows")
    looking = [_looking(person, addresses, place) for place, person in enumerate(people)]
    yield from _driven(grounds, LIST, "list_page", "产品：一页 50 行（HTML，8 人同时）", people, looking, "页/秒", paths=addresses)


def measure_save(grounds: Grounds) -> Iterator[Figure]:
    """A service sent from the form by eight workers: checked, logged, rolled up, with its leaf, once for its key."""
    seconds = grounds.size.seconds
    grounds.make_target()
    bare = pgbench.rate(ONE.format(count=_pick()), seconds, grounds.folder)
    yield Figure(SAVE, LIMIT, "save_insert", "只插入一行（pgbench，8 个连接）", bare, "次/秒", True, load())
    contract = Contract.objects.get(code=_codes()[0])
    people, bodies, days = writers(grounds, contract)
    before = Posting.objects.filter(contract=contract).count()
    path = reverse("hours:log")
    saving = [_recording(person, days) for person in people]
    made = yield from _driven(grounds, SAVE, "save_screen", "产品：记一笔（表单，8 个请求在途）", people, saving, "次/秒", paths=[path], bodies=bodies, days=days)
    written = Posting.objects.filter(contract=contract).count() - before
    # A request that was on its way when the time was up may be written though nobody waited for its answer.
    if not made <= written <= made + 2 * CLIENTS:
        raise WrongAnswer(f"{made} services were acknowledged, {written} stand in the ledger")


def writers(grounds: Grounds, contract: Contract) -> tuple[list[Person], list[str], list[str]]:
    """Eight signed-in workers of a contract, the forms they send, and the days they write about."""
    people = [_signed_in(grounds.server, login, PASSWORD) for login in _workers(contract)]
    path = reverse("hours:log")
    for person in people:
        person.form(path)
    bodies = [urlencode({"csrfmiddlewaretoken": one.token, **_said("KEY", "DAY")}) for one in people]
    return people, bodies, [day.isoformat() for day in _days(contract)]


def _driven(
    grounds: Grounds, group: str, key: str, label: str, people: list[Person], steps: list[Callable[[int], None]], unit: str,
    **asked: list[str],
) -> Iterator[Figure]:  # fmt: skip
    """Warm up, then let eight connections ask; gives how many were answered, the warming included."""
    warmed = crowd(steps, 30, most=len(steps) * WARMING)
    before, database = grounds.server.cpu(), backends_cpu()
    address = f"http://127.0.0.1:{grounds.server.port}"
    if driver.is_there():
        cookies = [one.cookie for one in people]
        found = driver.drive(
            address, cookies=cookies, seconds=grounds.size.seconds, clients=CLIENTS, folder=grounds.folder, run=grounds.turn(), **asked
        )
        count, rate, p50, p95 = found.requests, found.rate, found.p50, found.p95
    else:
        told = crowd(steps, grounds.size.seconds, 1_000_000)
        count, rate, p50, p95 = len(told.seconds), told.rate, told.share(0.5), told.share(0.95)
    each, there = ((now - then) / max(count, 1) * 1000 for now, then in ((grounds.server.cpu(), before), (backends_cpu(), database)))
    note = f"每次 CPU：网页进程 {each:.1f} 毫秒，数据库 {there:.1f} 毫秒"
    yield Figure(group, PRODUCT, key, label, rate, unit, True, load(), note)
    yield Figure(group, PART, f"{key}_p50", "  p50", p50, "毫秒", False, load())
    yield Figure(group, PART, f"{key}_p95", "  p95", p95, "毫秒", False, load())
    return count + len(warmed.seconds)


def _looking(person: Person, addresses: list[str], place: int) -> Callable[[int], None]:
    return lambda turn: person.look(addresses[(place + turn) % len(addresses)]) and None


def _said(key: str, day: str) -> dict[str, str]:
    return {
        "_once": key, "request_key": key, "method": "探访", "title": "独居长者探访", "other_minutes": "1", "person_times": "1",
        "day": day, "indirect_minutes": "0", "field": "长者服务",
    }  # fmt: skip


def _recording(person: Person, days: list[str]) -> Callable[[int], None]:
    def record(turn: int) -> None:
        status, text, onwards = person.send(reverse("hours:log"), _said(str(uuid4()), days[turn % len(days)]))
        if status not in (302, 303) or "saved" not in onwards:
            raise WrongAnswer(f"saving gave {status} {onwards} {text[:200]}")

    return record


def _codes() -> list[str]:
    return list(Contract.objects.filter(code__startswith="city").order_by("code").values_list("code", flat=True))


def _reader() -> str:
    """Somebody of the agency's office, who sees every centre of the city."""
    agency = Contract.objects.select_related("centre").get(code=_codes()[0]).centre.agency_id
    return _open("benchreader", "量测办公室", role="agency_office", kind="agency", code=agency)


def _workers(contract: Contract) -> list[str]:
    """Accounts for eight of the centre's workers."""
    found = list(Worker.objects.filter(assignments__contract=contract).order_by("pk")[:CLIENTS])
    logins = []
    for number, worker in enumerate(found):
        login = _open(f"bench{contract.pk}{number}", worker.name, role="social_worker", kind="centre", code=worker.centre_id)
        if worker.account is None:
            worker.account = Account.objects.get(login=login)
            worker.save(update_fields=["account"])
        logins.append(login)
    return logins



def _open(login: str, name: str, *, role: str, kind: str, code: str) -> str:
    if not Account.objects.filter(login=login).exists():
        account = accounts.open_account(login, name=name, password=PASSWORD)
        access.admit(account, role=role, scope_kind=kind, scope_code=code, by=None, on=timezone.localdate() - timedelta(days=1))
    return login


def _days(contract: Contract) -> list[date]:
    today = timezone.localdate()
    return [contract.first_day + timedelta(days=n) for n in range((today - contract.first_day).days + 1)]


def _signed_in(served: Served, login: str, password: str) -> Person:
    person = Person(served.port)
    person.sign_in(login, password)
    return person


def _pick() -> int:
    for code in _codes():
        Source.objects.get_or_create(contract_id=code, kind=Source.SCREEN, name="")
    with prepare.as_owner(), connection.cursor() as cursor:
        for statement in PICK.split(";"):
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM bench_pick")
        return cursor.fetchone()[0]
