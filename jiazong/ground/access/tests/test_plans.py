"""Kept plans are a matter of speed alone: what the database shows follows every change at once."""
import pytest
from django.db import connection
from django.utils import timezone

from jiazong.ground.access import actions, plans, queries
from jiazong.ground.access.context import acting
from jiazong.ground.accounts.models import Account

pytestmark = pytest.mark.django_db
KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"
REACH = "SELECT count(*) FROM app.held(%s) WHERE reach = %s"


def kept(beginning: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [beginning + "%"])
        return cursor.fetchone()[0]


def reaches(word: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(REACH, [word, "scope"])
        return cursor.fetchone()[0] > 0


def an_account(name: str) -> Account:
    person = Account.objects.create(login="plans", name=name)
    director_from(person)
    return person


def director_from(person: Account) -> None:
    actions.admit(person, role="centre_director", scope_kind="centre", scope_code="c1", by=None, on=timezone.localdate())


def test_a_statement_heard_twice_has_its_plan_kept_and_outside_nothing_is_kept():
    for _ in range(3):
        reaches("progress.read")
    assert not kept("SELECT count(*) FROM app.held")
    with plans.kept_plans():
        for _ in range(3):
            reaches("progress.read")
    assert kept("SELECT count(*) FROM app.held") == 1


def test_a_role_given_and_taken_is_seen_by_the_next_statement_of_a_kept_plan():
    person = Account.objects.create(login="plans", name="林小满")
    with plans.kept_plans():
        for _ in range(8):  # more often than the database needs to settle on one plan for all values
            with acting(person, "progress.read"):
                assert not reaches("progress.read")
        director_from(person)
        with acting(person, "progress.read"):
            assert reaches("progress.read")
            assert [one.role for one in queries.held_today(person)] == ["centre_director"]
        person.memberships.all().delete()
        with acting(person, "progress.read"):
            assert not reaches("progress.read")
            assert queries.held_today(person) == []


def test_another_policy_makes_a_kept_plan_anew():
    person = an_account("林小满")
    with plans.kept_plans():
        for _ in range(8):
            with acting(person, "progress.read"):
                assert queries.held_today(person)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', 'none', true)")
            cursor.execute("ALTER POLICY app_select ON access_membership USING (false)")
        with acting(person, "progress.read"):
            assert queries.held_today(person) == []


def test_what_held_before_holds_again_after_a_fault():
    before = connection.connection.cursor_factory, connection.connection.prepare_threshold
    with pytest.raises(ZeroDivisionError), plans.kept_plans():
        raise ZeroDivisionError
    assert (connection.connection.cursor_factory, connection.connection.prepare_threshold) == before
