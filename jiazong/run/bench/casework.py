"""Cases: the newest 50 of 500 own among 200,000, the same searched by name, one case; in the database layer, both layers on."""
import time
from collections.abc import Callable, Iterator
from datetime import date

from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting
from jiazong.ground.accounts.models import Account
from jiazong.ground.ui import keyset
from jiazong.people.places import actions as places
from jiazong.people.places.models import Body, Region
from jiazong.people.staff.models import Worker
from jiazong.run import prepare
from jiazong.run.bench import watch
from jiazong.run.bench.figures import PRODUCT, Figure
from jiazong.run.bench.grounds import Grounds
from jiazong.service.cases import permissions
from jiazong.service.cases.models import Case
from jiazong.service.cases.queries import approving
from jiazong.service.cases.queries import cases as queries

CENTRES, WORKERS, EACH, ASKED = 40, 10, 500, 300
SINCE = date(2025, 1, 1)
TABLES = "residents_person, residents_household, cases_case, cases_party, cases_intake, access_grant"
# One person, one case, one party and one grant for each; every tenth case has ended, every twentieth is due.
FILL = """
CREATE TEMPORARY TABLE bench_case ON COMMIT DROP AS
SELECT n, gen_random_uuid() AS key, gen_random_uuid() AS person, worker.id AS worker, worker.account_id AS account, worker.centre_id AS centre
FROM generate_series(0, %(each)s - 1) n, staff_worker worker WHERE worker.centre_id LIKE 'bench-case-%%' AND worker.name LIKE '社工%%';
INSERT INTO residents_person (id, outside_number, name, sort_key, sex, is_birth_estimated, id_kind, registration, languages, lock_reason, centre_id)
SELECT person, '', (ARRAY['陈','林','何','黄','区'])[1 + n %% 5] || (ARRAY['晓','志','秀','文'])[1 + n %% 4] || chr(19968 + n), '', '', false, '', '', '[]', '', centre
FROM bench_case;
INSERT INTO cases_case (id, centre_id, code, stage, worker_id, is_minor, is_restricted, is_crisis, colour, opened_on, ended_on, end_kind, next_review_on)
SELECT key, centre, 'B' || worker || '-' || n, CASE WHEN n %% 10 = 0 THEN 'closed' ELSE 'intervention' END, worker, false, false, false,
  (ARRAY['red','yellow','blue','green'])[1 + n %% 4], %(since)s::date + n, CASE WHEN n %% 10 = 0 THEN %(since)s::date + n + 90 END,
  CASE WHEN n %% 10 = 0 THEN 'reached' ELSE '' END, CASE WHEN n %% 20 = 1 THEN current_date ELSE current_date + 30 END
FROM bench_case;
INSERT INTO cases_party (case_id, person_id) SELECT key, person FROM bench_case;
INSERT INTO access_grant (id, subject_type, subject_id, centre, level, purpose, source, is_minor, valid_to, reason, account_id)
SELECT gen_random_uuid(), 'case', key::text, centre, 3, 'casework', 'assignment', false, now() + interval '89 days', '', account FROM bench_case;
"""


def measure(grounds: Grounds) -> Iterator[Figure]:
    """Fill, then ask as workers and as a supervisor; a quick run has a tenth of the centres."""
    workers, supervisor = _fill(CENTRES // 10 if grounds.size.rounds == 1 else CENTRES)
    total = Case.objects.filter(code__startswith="B").count()
    note = f"{total:,} 宗，各 {EACH} 宗"
    yield _figure("cases_list", "个案清单：自己最新 50 宗 p95", workers, _newest, note)
    yield _figure("cases_list_old", "个案清单：往后翻一页 p95", workers, _next_page, note)
    yield _figure("cases_counts", "个案清单：数在办、到期 p95", workers, _counts, note)
    yield _figure("cases_search", "个案清单：按姓名找 p95", workers, _search, note)
    yield _figure("cases_one", "一宗个案与家庭 p95", workers, _one, note)
    yield _figure("cases_approvals", "督导：等审批的 p95", [supervisor], _approvals, "20 份授权")
    yield _figure("cases_names", "督导：20 宗的姓名 p95", [supervisor], _newest, "20 份授权")


def _fill(centres: int) -> tuple[list[Account], Account]:
    agency = places.ensure_body(Body.AGENCY, name="量测社会工作服务中心", region=None, by=None)
    street = places.ensure_street(Region.objects.get(code="440103"), office="量测街道办事处", as_of=SINCE)
    workers = []
    for number in range(centres):
        centre = places.open_centre(f"bench-case-{number}", name=f"量测{number}", region=street, agency=agency, by=None)
        for place in range(WORKERS):
            account = _account(f"bench-case-{number}-{place}", "social_worker", centre.code)
            Worker.objects.create(centre=centre, name=f"社工{number}-{place}", account=account, joined_on=SINCE)
            workers.append(account)
    supervisor = _account("bench-case-supervisor", "supervisor", "bench-case-0")
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(FILL, {"each": EACH, "since": SINCE})
        cursor.execute(
            "INSERT INTO access_grant (id, subject_type, subject_id, centre, level, purpose, source, is_minor, valid_to, reason, account_id, approver_id)"
            " SELECT gen_random_uuid(), 'case', id::text, centre_id, 2, 'approval', 'approval_step', false, now() + interval '71 hours', '', %s, %s"
            " FROM cases_case WHERE centre_id = 'bench-case-0' ORDER BY code LIMIT 20",
            [supervisor.pk, workers[0].pk],
        )
        cursor.execute("COMMIT")
    with prepare.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {TABLES}")
    return workers, supervisor


def _account(login: str, role: str, centre: str) -> Account:
    account = Account.objects.create(login=login, name=login)
    access.admit(account, role=role, scope_kind="centre", scope_code=centre, by=None, on=SINCE)
    return account


def _figure(key: str, label: str, people: list[Account], ask: Callable[[Account], object], note: str) -> Figure:
    """The time of one question in its own transaction, its context told before; milliseconds at p95."""
    taken = []
    for turn in range(ASKED):
        account = people[turn * 7 % len(people)]
        word = "cases.read" if ask is _one else "cases.approve" if ask is _approvals else "cases.list"
        with acting(account, word):
            began = time.perf_counter()
            ask(account)
            taken.append(time.perf_counter() - began)
    taken.sort()
    middle = taken[len(taken) // 2] * 1000
    return Figure("casework", PRODUCT, key, label, taken[int(len(taken) * 0.95)] * 1000, "毫秒", False, watch.load(), f"{note}，中位 {middle:.1f}")


def _page(account: Account, asked: queries.Asked, place: str = "") -> list[Case]:
    mine = permissions.held_by(account, "cases.list")
    found = queries.asked_for(mine, asked, today=timezone.localdate()).values("id", "opened_on")
    page = keyset.page(found, keys=("-opened_on", "-id"), asked=QueryDict(place), size=50)
    return queries.lines_of(row["id"] for row in page.rows)


def _newest(account: Account) -> list[Case]:
    return _page(account, queries.Asked())


def _next_page(account: Account) -> list[Case]:
    return _page(account, queries.Asked(), "older=2025-09-01~00000000-0000-0000-0000-000000000000")


def _counts(account: Account) -> dict[str, int]:
    return queries.counts(permissions.held_by(account, "cases.list"), today=timezone.localdate())


def _search(account: Account) -> list[Case]:
    return _page(account, queries.Asked(words="秀"))


def _one(account: Account) -> object:
    key = permissions.held_by(account, "cases.read").order_by("-opened_on").values_list("pk", flat=True).first()
    case = permissions.known_to(account, "cases.read").get(pk=key)
    return queries.family_of(case, today=timezone.localdate())


def _approvals(account: Account) -> object:
    return approving.waiting_in(permissions.open_among_held(account, "cases.approve"), but_of=account)
