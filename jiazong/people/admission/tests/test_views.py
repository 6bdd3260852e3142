"""An administrator opens and closes accounts; a role is asked for by one administrator and granted by another."""
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.access import queries as held
from jiazong.ground.accounts import actions as accounts
from jiazong.ground.accounts import factors, stepup
from jiazong.ground.accounts.models import Account
from jiazong.ground.accounts.tests.people import SECRET, Telephone, enter, person
from jiazong.people.admission import actions
from jiazong.people.admission.models import RoleAsk
from jiazong.people.admission.passwords import short_names

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


def administrator(login: str, name: str) -> Account:
    account = person(login, name)
    access.admit(account, role="administrator", scope_kind="everywhere", scope_code="*", by=None, on=DAY)
    return account


def signed_in(account: Account) -> Client:
    """A client of somebody who has just proved herself."""
    client = Client()
    client.force_login(account)
    session = client.session
    session[stepup.PROVED] = {stepup.PASSWORD: int(timezone.now().timestamp())}
    session.save()
    return client


@pytest.fixture
def first():
    return administrator("guan.yi", "关怡")


@pytest.fixture
def second():
    return administrator("guan.er", "关尔")


@pytest.fixture
def worker():
    return person("chen", "陈静文")


def ask(client: Client, account: Account, **changes: str):
    said = {"role": "social_worker", "scope_kind": "everywhere", "first_day": "2026-01-01", "reason": "新入职"} | changes
    return client.post(f"/accounts/{account.pk}/role", said)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_shows_every_account_with_the_same_number_of_questions(first, count, django_assert_num_queries):
    for number in range(count):
        person(f"ren{number}", f"任{number}")
    client = signed_in(first)
    client.get("/accounts/")
    with connection.execute_wrapper(counter := Counter()):
        page = client.get("/accounts/").content.decode()
    assert page.count('class="door"') == count + 1
    assert counter.count <= 22


class Counter:
    """Counts the questions put to the database."""

    count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def test_page_two_of_a_hundred_thousand_accounts_costs_what_page_one_costs(first):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_account (id, login, name, password, is_active, must_change_password) "
            "SELECT gen_random_uuid(), 'm' || lpad(n::text, 6, '0'), '某' || n, '!', true, false FROM generate_series(1, 100000) n"
        )
    client = signed_in(first)
    page = client.get("/accounts/").content.decode()
    assert page.count('class="door"') == 50
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/accounts/{older}").content.decode().count('class="door"') == 50
    found = client.get("/accounts/?q=m099999").content.decode()
    assert found.count('class="door"') == 1


def test_a_new_account_gets_a_password_that_is_shown_once_and_opens_nothing_but_the_own_one(first):
    client = signed_in(first)
    answer = client.post("/accounts/new", {"login": "lin", "name": "林小满"})
    page = client.get(answer.url).content.decode()
    password = page.split('translate="no">')[1].split("<")[0]
    assert password not in client.get(answer.url).content.decode()
    newcomer = Client()
    assert enter(newcomer, "lin", password).url == "/"
    assert newcomer.get("/").url == "/password"
    assert newcomer.get("/sessions").url == "/password"
    new = "a sentence of my own 7"
    assert newcomer.post("/password", {"now": password, "new": new, "again": new}).url == "/"
    assert newcomer.get("/").status_code == 200
    assert enter(Client(), "lin", password).status_code == 422


def test_the_same_login_in_other_case_is_not_given_twice(first, worker):
    answer = signed_in(first).post("/accounts/new", {"login": "CHEN", "name": "陈净"})
    assert answer.status_code == 422


def test_a_reset_password_ends_the_sessions_of_its_owner(first, worker):
    hers = Client()
    enter(hers, "chen")
    signed_in(first).post(f"/accounts/{worker.pk}/password")
    assert hers.get("/sessions").status_code == 302
    assert enter(Client(), "chen", SECRET).status_code == 422


def test_a_lost_telephone_is_reset_and_the_next_sign_in_asks_for_a_new_one(first, second, settings):
    settings.JIAZONG_SECOND_FACTOR = "required"
    Telephone(second)
    signed_in(first).post(f"/accounts/{second.pk}/second-factor")
    assert not factors.has_any(second)
    client = Client()
    enter(client, "guan.er")
    assert client.get("/").url == "/second-factor"


def test_a_closed_account_does_not_get_in_until_it_is_opened_again(first, worker):
    client = signed_in(first)
    client.post(f"/accounts/{worker.pk}/close")
    assert enter(Client(), "chen").status_code == 422
    client.post(f"/accounts/{worker.pk}/close")
    assert enter(Client(), "chen").status_code == 302


def test_nobody_closes_her_own_account(first):
    signed_in(first).post(f"/accounts/{first.pk}/close")
    first.refresh_from_db()
    assert first.is_active


@pytest.mark.parametrize("path", ["password", "second-factor", "close"])
def test_what_cannot_be_taken_back_asks_for_a_fresh_proof(first, worker, path):
    client = Client()
    client.force_login(first)
    assert client.post(f"/accounts/{worker.pk}/{path}").url.startswith("/prove?next=")
    worker.refresh_from_db()
    assert worker.is_active and worker.check_password(SECRET)


def test_a_role_holds_once_another_administrator_has_granted_it_and_ends_the_sessions(first, second, worker):
    hers = Client()
    enter(hers, "chen")
    ask(signed_in(first), worker)
    asked = RoleAsk.objects.get()
    assert held.roles_today(worker) == frozenset()
    signed_in(second).post(f"/accounts/asks/{asked.pk}", {"decision": "grant"})
    assert held.roles_today(worker) == {"social_worker"}
    assert hers.get("/sessions").status_code == 302


def test_who_asked_does_not_decide(first, second, worker):
    client = signed_in(first)
    ask(client, worker)
    client.post(f"/accounts/asks/{RoleAsk.objects.get().pk}", {"decision": "grant"})
    assert held.roles_today(worker) == frozenset()
    assert RoleAsk.objects.get().decision == ""


def test_nobody_decides_about_her_own_roles(first, second):
    ask(signed_in(first), second, role="district_bureau")
    signed_in(second).post(f"/accounts/asks/{RoleAsk.objects.get().pk}", {"decision": "grant"})
    assert held.roles_today(second) == {"administrator"}


@pytest.mark.parametrize("who", ["asked_by", "account"])
def test_the_database_refuses_a_decision_by_who_asked_or_about_oneself(first, second, worker, who):
    asked = actions.ask_role(
        second, role="supervisor", scope_kind="everywhere", scope_code="*", first_day=DAY, last_day=None, reason="x", by=first
    )
    decider = {"asked_by": first, "account": second}[who]
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAsk.objects.filter(pk=asked.pk).update(decided_by=decider, decided_at=timezone.now(), decision="granted")


def test_a_refused_role_is_not_given_and_a_decision_stands(first, second, worker):
    ask(signed_in(first), worker)
    asked = RoleAsk.objects.get()
    client = signed_in(second)
    client.post(f"/accounts/asks/{asked.pk}", {"decision": "refuse"})
    assert held.roles_today(worker) == frozenset()
    assert client.post(f"/accounts/asks/{asked.pk}", {"decision": "grant"}).status_code == 404


def test_a_role_is_taken_at_once_when_it_was_granted_that_it_ends(first, second, worker):
    access.admit(worker, role="social_worker", scope_kind="everywhere", scope_code="*", by=None, on=DAY)
    hers = Client()
    enter(hers, "chen")
    member = worker.memberships.get()
    signed_in(first).post(f"/accounts/roles/{member.pk}/end", {"reason": "离职"})
    assert held.roles_today(worker) == {"social_worker"}
    signed_in(second).post(f"/accounts/asks/{RoleAsk.objects.get().pk}", {"decision": "grant"})
    assert held.roles_today(worker) == frozenset()
    assert hers.get("/sessions").status_code == 302


def test_a_role_that_began_today_can_be_taken_today(first, second, worker):
    today = timezone.localdate()
    member = access.admit(worker, role="social_worker", scope_kind="everywhere", scope_code="*", by=None, on=today)
    access.dismiss(member, by=first, on=today)
    assert held.roles_today(worker) == frozenset()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"scope_kind": "centre", "place": "no-such"}, "place"), ({"last_day": "2025-01-01"}, "last_day"), ({"reason": ""}, "reason"), ({"role": "queen"}, "role")],
)
def test_a_role_that_makes_no_sense_is_refused_with_the_reason(first, worker, changes, field):
    answer = ask(signed_in(first), worker, **changes)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert not RoleAsk.objects.exists()


def test_an_administrator_of_one_place_alone_manages_no_accounts():
    account = person("guan.san", "关伞")
    access.admit(account, role="administrator", scope_kind="region", scope_code="440105", by=None, on=DAY)
    client = signed_in(account)
    for path in ("/accounts/", "/accounts/new", "/accounts/asks", f"/accounts/{account.pk}"):
        assert client.get(path).status_code == 404, path


def test_a_password_made_of_the_name_of_the_own_place_is_refused(worker):
    assert short_names("青禾街社工服务站") == ["青禾街社工服务站", "青禾", "qinghe"]


def test_every_deed_stands_in_the_chronicle_and_those_about_keys_in_the_evidence_log(first, worker):
    client = signed_in(first)
    client.post(f"/accounts/{worker.pk}/password")
    client.post(f"/accounts/{worker.pk}/second-factor")
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb FROM chronicle_entry WHERE subject_id = %s ORDER BY id", [str(worker.pk)])
        verbs = [verb for (verb,) in cursor.fetchall()]
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE facts::text LIKE '%%chen%%') FROM transparency_leaf WHERE kind = 'key_event' AND subject = %s", [f"account:{worker.pk}"])
        leaves, naming = cursor.fetchone()
    assert verbs == ["account.opened", "account.password_changed", "account.factors_reset"]
    assert (leaves, naming) == (3, 0)


def test_a_role_ends_when_its_last_day_is_over(worker):
    today = timezone.localdate()
    access.admit(worker, role="social_worker", scope_kind="everywhere", scope_code="*", by=None, on=DAY, until=today - timedelta(days=1))
    assert held.roles_today(worker) == frozenset()
    accounts.end_sessions(worker, why="role")
