"""A kept question answers as Django would, whatever it is asked with; one that cannot be kept says so at once."""
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models.functions import Now

from jiazong.ground.access.plans import kept_plans
from jiazong.ground.accounts.models import Account, Session
from jiazong.ground.kept import NotKept, kept
from jiazong.ground.workdays.models import SwappedDay

pytestmark = pytest.mark.django_db


@kept(login=str)
def by_login(login):
    return Account.objects.filter(login=login)


@kept(account=str)
def sessions_of(account):
    return Session.objects.filter(account__login=account, expire_date__gt=Now()).select_related("account").order_by("session_key")


@kept(account=str, name=str)
def names(account, name):
    return Account.objects.filter(login=account, name=name).values_list("name", flat=True)


@kept(login=str)
def facts(login):
    return Account.objects.filter(login=login).values("login", "name", "is_active")


def test_rows_names_and_facts_are_those_django_finds_asked_with_one_value_after_another():
    people = [Account.objects.create(login=f"kept{number}", name=f"林{number}") for number in range(3)]
    for person in people:
        assert by_login(login=person.login) == list(Account.objects.filter(login=person.login)) == [person]
        assert facts(login=person.login) == [{"login": person.login, "name": person.name, "is_active": True}]
        assert names(account=person.login, name=person.name) == [person.name]
        assert names(account=person.name, name=person.login) == []  # each value stands in its own place
    assert by_login.first(login="nobody") is None


def test_what_belongs_to_a_row_comes_with_it_in_one_question(django_assert_num_queries):
    person = Account.objects.create(login="kept", name="林小满")
    Session.objects.create(session_key="a" * 40, session_data="", expire_date="2999-01-01T00:00+08:00", account=person)
    for _ in range(2):
        with django_assert_num_queries(1):
            assert [one.account for one in sessions_of(account="kept")] == [person]


def test_each_way_of_sending_values_has_its_own_statement():
    person = Account.objects.create(login="kept", name="林小满")
    with kept_plans():
        for _ in range(4):
            assert by_login(login="kept") == [person]
    assert by_login(login="kept") == [person]
    assert connection.features.uses_server_side_binding is False


@pytest.mark.parametrize("value", ["", "'; DROP TABLE accounts_account; --", "%s", "\N{REPLACEMENT CHARACTER} value 0", "林" * 100])
def test_a_value_is_a_value_whatever_stands_in_it(value):
    assert by_login(login=value) == list(Account.objects.filter(login=value))


def test_days_numbers_and_identifiers_keep_their_places():
    @kept(number=int, day=date)
    def swapped(number, day):
        return SwappedDay.objects.filter(notice_id=number, day=day)

    @kept(account=UUID)
    def by_number(account):
        return Account.objects.filter(pk=account)

    person = Account.objects.create(login="kept", name="林小满")
    assert by_number(account=person.pk) == [person]
    assert by_number(account=uuid4()) == []
    one = SwappedDay.objects.order_by("pk").first()
    assert swapped(number=one.notice_id, day=one.day) == [one]
    assert swapped(number=one.notice_id, day=date(1900, 1, 1)) == []


def test_a_question_that_swallows_a_value_is_refused():
    @kept(login=str, name=str)
    def forgetful(login, name):
        return Account.objects.filter(login=login)

    with pytest.raises(NotKept, match="name"):
        forgetful(login="a", name="b")
